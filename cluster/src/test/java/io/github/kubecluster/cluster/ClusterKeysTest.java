package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubecluster.dask.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ClusterKeysTest {
    private static final ClusterKeys KEYS = ClusterKeys.generate("dask-alice");

    @Test
    void the_client_and_the_scheduler_know_each_other() throws Exception {
        assertThat(said(KEYS.client(), KEYS.scheduler())).isEqualTo('!');
    }

    @Test
    void workers_know_each_other() throws Exception {
        assertThat(said(KEYS.worker(), KEYS.worker())).isEqualTo('!');
    }

    @Test
    void a_member_of_another_cluster_of_the_same_name_is_refused() {
        assertThatThrownBy(() -> said(ClusterKeys.generate("dask-alice").client(), KEYS.scheduler()))
                .hasRootCauseInstanceOf(java.security.cert.CertPathValidatorException.class);
    }

    @Test
    void the_files_of_the_pods_hold_no_key_of_the_client() {
        assertThat(KEYS.files()).doesNotContainValue(KEYS.client().key());
    }

    /** Has {@code client} connect to {@code server}, which answers with one byte. */
    private static int said(Credentials client, Credentials server) throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> answer(listening, server));
            try (Socket socket = client.sockets().createSocket(listening.getInetAddress(), listening.getLocalPort())) {
                int said = socket.getInputStream().read();
                answered.join();
                return said;
            }
        }
    }

    private static void answer(ServerSocket listening, Credentials server) {
        try (Socket accepted = listening.accept();
                SSLSocket tls = (SSLSocket) server.sockets().createSocket(accepted, null, false)) {
            tls.setNeedClientAuth(true);
            tls.startHandshake();
            tls.getOutputStream().write('!');
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
