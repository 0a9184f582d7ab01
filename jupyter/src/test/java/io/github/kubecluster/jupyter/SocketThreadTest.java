package io.github.kubecluster.jupyter;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;

@Timeout(60)
class SocketThreadTest {
    private static final int MORE_THAN_ARE_TAKEN_AT_ONCE = 3000;

    @RepeatedTest(50)
    void neither_who_sends_while_it_is_closed_nor_who_closes_it_is_kept() throws InterruptedException {
        try (ZContext context = new ZContext()) {
            CountDownLatch sends = new CountDownLatch(1);
            SocketThread socket = new SocketThread(
                    context, "test", context.createSocket(SocketType.ROUTER), frames -> {}, frames -> {});
            Thread sender = new Thread(() -> {
                for (int i = 0; i < MORE_THAN_ARE_TAKEN_AT_ONCE; i++) {
                    socket.send(List.of(new byte[1]));
                    sends.countDown();
                }
            });
            socket.start();
            sender.start();
            sends.await();
            socket.end();
            sender.join();
            socket.close();
        }
    }

    @Test
    void what_breaks_the_channel_keeps_nobody_who_sends() throws InterruptedException {
        try (ZContext context = new ZContext()) {
            SocketThread socket = new SocketThread(
                    context,
                    "test",
                    context.createSocket(SocketType.ROUTER),
                    frames -> {
                        throw new IllegalStateException("the test breaks it");
                    },
                    frames -> {});
            socket.start();
            for (int i = 0; i < MORE_THAN_ARE_TAKEN_AT_ONCE; i++) {
                socket.send(List.of(new byte[1]));
            }
            socket.close();
        }
    }
}
