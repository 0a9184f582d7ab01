package io.github.kubecluster.dask;

import static org.awaitility.Awaitility.await;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Passes bytes between clients and a server, and none while traffic is cut; connections stay open meanwhile. */
final class StallingProxy implements Closeable {
    private final SchedulerAddress server;
    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicLong held = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition mended = lock.newCondition();
    private boolean cut;

    StallingProxy(SchedulerAddress server) throws IOException {
        this.server = server;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ServiceThreads.start("proxy-accept", this::accept);
    }

    SchedulerAddress address() {
        return SchedulerAddress.parse("tcp://127.0.0.1:" + listener.getLocalPort());
    }

    void cut() {
        lock.lock();
        try {
            cut = true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something was sent and did not pass. */
    void awaitHeld() {
        await("bytes that do not pass").until(() -> held.get() > 0);
    }

    void mend() {
        lock.lock();
        try {
            cut = false;
            mended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket upstream = new Socket(server.host(), server.port());
                sockets.addAll(List.of(client, upstream));
                ServiceThreads.start("proxy-out", () -> pass(client, upstream));
                ServiceThreads.start("proxy-in", () -> pass(upstream, client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[1 << 16];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                awaitMended();
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // One side has closed; the other is closed now.
        }
    }

    private void awaitMended() {
        lock.lock();
        try {
            while (cut) {
                held.incrementAndGet();
                mended.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        mend();
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
