package io.github.kubecluster.dask;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a scheduler or a worker. One thread may write while another reads; closing it from any thread ends both.
 *
 * <p>The name is Dask's; it has nothing to do with a comm of Jupyter.
 */
final class Comm implements Closeable {
    private static final int BUFFER = 1 << 16;
    private static final int PICKLE_PROTOCOL = 4;
    private static final int LONGEST_LEAVE = 1; // in seconds

    // A peer that is gone without a word is noticed 30 s after its last sign of life, as in Dask.
    private static final Map<SocketOption<Integer>, Integer> KEEP_ALIVE = Map.of(
            ExtendedSocketOptions.TCP_KEEPIDLE, 10,
            ExtendedSocketOptions.TCP_KEEPINTERVAL, 2,
            ExtendedSocketOptions.TCP_KEEPCOUNT, 10);

    private final SchedulerAddress address;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private Comm(SchedulerAddress address, Socket socket) throws IOException {
        this.address = address;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        this.out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
    }

    /**
     * @param limit how long each step, from connecting to the scheduler's greeting, may take
     * @throws IllegalArgumentException if the sockets are encrypted and the address is not, or the other way round
     */
    static Comm open(SchedulerAddress address, SocketFactory sockets, Duration limit) throws IOException {
        Socket socket = sockets.createSocket();
        try {
            if (address.encrypted() != socket instanceof SSLSocket) {
                throw new IllegalArgumentException("Scheduler \"" + address + "\" needs "
                        + (address.encrypted() ? "sockets with TLS. Pass an SSL socket factory." : "plain sockets."));
            }
            socket.setTcpNoDelay(true);
            keepAlive(socket);
            socket.connect(new InetSocketAddress(address.host(), address.port()), millis(limit));
            socket.setSoTimeout(millis(limit));
            if (socket instanceof SSLSocket tls) {
                tls.startHandshake();
            }
            Comm comm = new Comm(address, socket);
            comm.greet(limit);
            return comm;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Returns the address that this was opened for. */
    SchedulerAddress address() {
        return address;
    }

    void write(Object message) throws IOException {
        write(MessageWriter.frames(message));
    }

    /** Writes a message that is encoded already. */
    void write(List<Frame> frames) throws IOException {
        Framing.write(out, frames);
    }

    /**
     * Reads the next message.
     *
     * @param silence how long the peer may send nothing
     * @throws java.net.SocketTimeoutException if it sends nothing for longer; the connection cannot be used any more
     * @throws java.io.EOFException if the peer closed the connection
     */
    @Nullable
    Object read(Duration silence) throws IOException {
        socket.setSoTimeout(millis(silence));
        return MessageReader.message(Framing.read(in, Framing.LIMIT));
    }

    @Override
    public void close() throws IOException {
        if (socket instanceof SSLSocket && !socket.isClosed()) {
            // It takes leave of the peer: it would wait for a thread that cannot write, and for an answer.
            socket.setSoLinger(true, LONGEST_LEAVE);
            socket.setSoTimeout(millis(Duration.ofSeconds(LONGEST_LEAVE)));
        }
        socket.close();
    }

    /** Closes this for somebody who can do nothing about it when that does not go well; it is logged. */
    void drop() {
        try {
            close();
        } catch (IOException e) {
            System.getLogger(Comm.class.getName())
                    .log(System.Logger.Level.DEBUG, "A connection to " + address + " did not close cleanly", e);
        }
    }

    /** Both ends say what they can do; the order does not matter. */
    private void greet(Duration limit) throws IOException {
        Map<String, @Nullable Object> greeting = new LinkedHashMap<>();
        greeting.put("compression", null);
        greeting.put("python", List.of(0, 0, 0));
        greeting.put("pickle-protocol", PICKLE_PROTOCOL);
        write(greeting);
        if (!(read(limit) instanceof Map<?, ?> answer) || !answer.containsKey("pickle-protocol")) {
            throw new MalformedMessageException("it does not greet as a Dask scheduler does");
        }
    }

    private static void keepAlive(Socket socket) throws IOException {
        socket.setKeepAlive(true);
        for (Map.Entry<SocketOption<Integer>, Integer> option : KEEP_ALIVE.entrySet()) {
            if (socket.supportedOptions().contains(option.getKey())) {
                socket.setOption(option.getKey(), option.getValue());
            }
        }
    }

    private static int millis(Duration duration) {
        // Zero would mean for ever.
        return (int) Math.max(1, Math.min(duration.toMillis(), Integer.MAX_VALUE));
    }
}
