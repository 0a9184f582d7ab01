package io.github.kubecluster.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Counts the worker pods of a namespace by a watch that reads as little of them as it can, not to disturb what is measured. */
final class PodCount implements AutoCloseable {
    private static final Duration QUIET = Duration.ofSeconds(1);

    /** Kept, for a client that nobody knows any more ends what it reads. */
    private final HttpClient client;

    private final Stream<String> events;
    private int pods;
    private long lastNanos = System.nanoTime();

    PodCount(Config config, String namespace) throws IOException, GeneralSecurityException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(config.getMasterUrl() + "api/v1/namespaces/" + namespace
                        + "/pods?watch=true&timeoutSeconds=3600&labelSelector=dask.org%2Fcomponent%3Dworker"))
                .header("Accept", "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1")
                .build();
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(SSLUtils.sslContext(config))
                .build();
        HttpResponse<Stream<String>> response = client.send(request, HttpResponse.BodyHandlers.ofLines());
        if (response.statusCode() != 200) {
            throw new IllegalStateException("The watch of the pods was refused: HTTP " + response.statusCode());
        }
        events = response.body();
        Thread reader = new Thread(this::read, "pod-count");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try {
            events.forEach(this::take);
        } catch (UncheckedIOException e) {
            System.getLogger(PodCount.class.getName()).log(System.Logger.Level.WARNING, "Pods are counted no more", e);
        }
    }

    private synchronized void take(String event) {
        if (event.startsWith("{\"type\":\"ADDED\"")) {
            pods++;
        } else if (event.startsWith("{\"type\":\"DELETED\"")) {
            pods--;
        }
        lastNanos = System.nanoTime();
        notifyAll();
    }

    synchronized void await(int wanted, Duration limit) throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (pods != wanted) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new TimeoutException(
                        "There are " + pods + " of " + wanted + " pods after " + limit.toSeconds() + " s.");
            }
            wait(left / 1_000_000 + 1);
        }
    }

    /** Waits until nothing has happened to the pods for a second. */
    synchronized void awaitQuiet() throws InterruptedException {
        while (System.nanoTime() - lastNanos < QUIET.toNanos()) {
            wait(QUIET.toMillis());
        }
    }

    @Override
    public void close() {
        events.close();
    }
}
