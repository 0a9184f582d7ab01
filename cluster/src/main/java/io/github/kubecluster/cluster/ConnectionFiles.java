package io.github.kubecluster.cluster;

import io.github.kubecluster.dask.Credentials;
import io.github.kubecluster.dask.SchedulerAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Tells Python on this machine where this user's clusters are, in a file for each that this user alone can read: a line with the
 * scheduler's address, and below it, where the cluster is encrypted, authority, certificate and key in PEM.
 */
record ConnectionFiles(PrivateFiles files) {
    private static final System.Logger LOG = System.getLogger(ConnectionFiles.class.getName());
    private static final Duration LONG_AGO = Duration.ofDays(1);
    private static final Duration ANSWER = Duration.ofSeconds(2);

    /** Returns those in the state directory of the user. */
    static ConnectionFiles of(Map<String, String> environment) {
        return new ConnectionFiles(PrivateFiles.ofState(environment, "clusters"));
    }

    /** Writes the file of a cluster. Where that cannot be done, Python must be told the address. */
    void write(String cluster, SchedulerEndpoint endpoint) {
        Credentials shown = endpoint.credentials();
        String pem = shown == null ? "" : KeptKeys.pem(shown);
        try {
            files.write(file(cluster), endpoint.address() + "\n" + pem);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "Python is not told of cluster \"" + cluster + "\": no file can be written in " + directory(),
                    e);
        }
    }

    /** Deletes the files that those have left who were killed: older than a day, and nobody listens at the address in them. */
    void sweep() {
        files.sweep(Instant.now().minus(LONG_AGO), file -> !isListenedTo(file));
    }

    private static boolean isListenedTo(Path file) {
        try (Socket socket = new Socket()) {
            String first = Files.readString(file).lines().findFirst().orElse("");
            SchedulerAddress address = SchedulerAddress.parse(first);
            socket.connect(new InetSocketAddress(address.host(), address.port()), (int) ANSWER.toMillis());
            return true;
        } catch (ConnectException
                | NoRouteToHostException
                | SocketTimeoutException
                | UnknownHostException
                | IllegalArgumentException e) {
            return false;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "Cannot find out whether somebody listens at the address in " + file, e);
            return true;
        }
    }

    void delete(String cluster) {
        files.delete(file(cluster));
    }

    Path directory() {
        return files.directory();
    }

    /** A scheduler of somebody else is named by its address, which is no name of a file. */
    Path file(String cluster) {
        return directory().resolve(URLEncoder.encode(cluster, StandardCharsets.UTF_8));
    }
}
