package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kubecluster.dask.SchedulerAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionFilesTest {
    @TempDir
    Path state;

    @Test
    void files_that_the_killed_have_left_are_removed_after_a_day() throws IOException {
        ConnectionFiles files = ConnectionFiles.of(Map.of("XDG_STATE_HOME", state.toString()));
        int ended = FreePort.find();
        try (ServerSocket scheduler = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            write(files, "running", scheduler.getLocalPort(), Duration.ofDays(2));
            write(files, "left", ended, Duration.ofDays(2));
            write(files, "left-just-now", ended, Duration.ZERO);

            files.sweep();

            assertThat(files.directory())
                    .isDirectoryContaining("glob:**running")
                    .isDirectoryContaining("glob:**left-just-now")
                    .isDirectoryNotContaining("glob:**left");
        }
    }

    static void write(ConnectionFiles files, String cluster, int port, Duration age) throws IOException {
        files.write(cluster, new SchedulerEndpoint(new SchedulerAddress("tcp", "127.0.0.1", port), null));
        Files.setLastModifiedTime(
                files.file(cluster), FileTime.from(Instant.now().minus(age)));
    }
}
