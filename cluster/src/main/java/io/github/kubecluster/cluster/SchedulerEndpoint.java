package io.github.kubecluster.cluster;

import io.github.kubecluster.dask.Credentials;
import io.github.kubecluster.dask.DaskClient;
import io.github.kubecluster.dask.Scheduler;
import io.github.kubecluster.dask.SchedulerAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Where a scheduler listens, and what its clients show.
 *
 * @param credentials null where the cluster is not encrypted
 */
record SchedulerEndpoint(SchedulerAddress address, @Nullable Credentials credentials) {
    private static final Duration ONE_TRY = Duration.ofSeconds(2);
    /** A busy scheduler answers late, which is no reason to give it up. */
    private static final Duration CALL_LIMIT = Duration.ofSeconds(30);

    DaskClient client() {
        return DaskClient.builder(address).sockets(sockets()).connect();
    }

    /** Connects as the one for whom the lifeline looks; gives up soon, for it is tried again. */
    DaskClient owner(String name) {
        return DaskClient.builder(address)
                .name(name)
                .sockets(sockets())
                .timeout(ONE_TRY)
                .connect();
    }

    Scheduler control() {
        return Scheduler.connect(address, sockets(), CALL_LIMIT);
    }

    /** Returns where this process reaches what the scheduler serves over HTTP. */
    URI http(int port) {
        try {
            return new URI("http", null, address.host(), port, "/", null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("\"" + address.host() + "\" is not the name of a host.", e);
        }
    }

    private SocketFactory sockets() {
        return credentials == null ? SocketFactory.getDefault() : credentials.sockets();
    }
}
