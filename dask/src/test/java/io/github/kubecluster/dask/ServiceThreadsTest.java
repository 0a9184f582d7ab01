package io.github.kubecluster.dask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ServiceThreadsTest {
    @Test
    void a_thread_inherits_nothing_from_the_one_that_starts_it() throws Exception {
        InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
        CompletableFuture<String> seen = new CompletableFuture<>();
        CompletableFuture<Thread> made = new CompletableFuture<>();
        Thread cell = new Thread(new ThreadGroup("cell"), () -> {
            local.set("of the cell");
            Thread.currentThread().setContextClassLoader(null);
            made.complete(ServiceThreads.start("service", () -> seen.complete(String.valueOf(local.get()))));
        });
        cell.start();
        Thread thread = made.get();
        assertThat(seen.get()).isEqualTo("null");
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getName()).isEqualTo("service");
        assertThat(thread.getContextClassLoader()).isEqualTo(ServiceThreads.class.getClassLoader());
        assertThat(ServiceThreads.factory("x")
                        .newThread(() -> {})
                        .getThreadGroup()
                        .getName())
                .isEqualTo("kubecluster");
    }

    @Test
    void a_factory_numbers_its_threads() {
        var factory = ServiceThreads.factory("dask-call");
        assertThat(factory.newThread(() -> {}).getName()).isEqualTo("dask-call-1");
        assertThat(factory.newThread(() -> {}).getName()).isEqualTo("dask-call-2");
    }

    @Test
    void a_call_returns_what_the_work_returns_on_another_thread() {
        assertThat(ServiceThreads.call("a test", Thread::currentThread)).isNotEqualTo(Thread.currentThread());
    }

    @Test
    void an_unchecked_exception_of_the_work_arrives_as_it_is() {
        assertThatThrownBy(() -> ServiceThreads.call("a test", () -> {
                    throw new IllegalArgumentException("bad");
                }))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("bad");
    }

    @Test
    void a_checked_exception_of_the_work_is_the_cause() {
        assertThatThrownBy(() -> ServiceThreads.call("a test", () -> {
                    throw new IOException("broken");
                }))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("Waiting for a test: broken")
                .hasCauseExactlyInstanceOf(IOException.class);
    }

    @Test
    void an_interrupted_wait_leaves_the_work_alone() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<String> done = new CompletableFuture<>();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> ServiceThreads.call("a test", () -> {
                    go.await();
                    return done.complete("done");
                }))
                .isInstanceOf(CancellationException.class)
                .hasMessage("Waiting for a test was interrupted; what was asked for goes on.");
        assertThat(Thread.interrupted()).isTrue();
        go.countDown();
        assertThat(done.get()).isEqualTo("done");
    }

    @Test
    void a_wait_can_have_a_limit() {
        assertThatThrownBy(() -> ServiceThreads.await("a test", new CompletableFuture<>(), Duration.ofMillis(1)))
                .isInstanceOf(TimeoutException.class);
    }
}
