package io.github.kubecluster.jupyter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionFileTest {
    static final String JUPYTER = """
            {"shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5, "ip": "127.0.0.1",
             "key": "a-key", "transport": "tcp", "signature_scheme": "hmac-sha256", "kernel_name": "java",
             "jupyter_session": "/home/me/a.ipynb"}
            """;

    @TempDir
    Path directory;

    @Test
    void a_file_that_jupyter_wrote_is_read() throws IOException {
        ConnectionFile connection = read(JUPYTER);
        assertThat(connection.address(Channel.SHELL)).isEqualTo("tcp://127.0.0.1:1");
        assertThat(connection.address(Channel.HEARTBEAT)).isEqualTo("tcp://127.0.0.1:5");
        assertThat(connection.key()).isEqualTo(SigningKey.of("a-key"));
        assertThat(connection.kernelName()).isEqualTo("java");
    }

    @Test
    void an_ipc_address_is_a_path_that_ends_with_the_number() throws IOException {
        ConnectionFile connection = read(JUPYTER.replace("\"tcp\"", "\"ipc\"").replace("127.0.0.1", "/run/kernel"));
        assertThat(connection.address(Channel.IOPUB)).isEqualTo("ipc:///run/kernel-2");
    }

    @Test
    void what_is_written_is_read_back() {
        ConnectionFile written = Connections.loopback();
        Path file = directory.resolve("kernel.json");
        written.write(file);
        assertThat(ConnectionFile.read(file)).isEqualTo(written);
    }

    @Test
    void a_written_file_is_for_its_owner_alone_whatever_was_there_before() throws IOException {
        Path file = Files.writeString(directory.resolve("kernel.json"), "{}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        Connections.loopback().write(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void the_key_is_never_printed() throws IOException {
        assertThat(read(JUPYTER).toString()).contains("****").doesNotContain("a-key");
    }

    @Test
    void a_missing_port_is_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(JUPYTER.replace("\"hb_port\"", "\"port\"")))
                .withMessage("The connection file has no number in \"hb_port\".");
    }

    @Test
    void an_unknown_transport_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(JUPYTER.replace("\"tcp\"", "\"udp\"")))
                .withMessage("Transport \"udp\" of the connection file is unknown. Use \"tcp\" or \"ipc\".");
    }

    @Test
    void a_file_without_an_object_is_refused() {
        Path file = directory.resolve("kernel.json");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("[]"))
                .withMessage("Connection file \"" + file + "\" is not a JSON object.");
    }

    private ConnectionFile read(String text) throws IOException {
        return ConnectionFile.read(Files.writeString(directory.resolve("kernel.json"), text));
    }
}
