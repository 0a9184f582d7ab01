package io.github.kubecluster.dask;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The Java client's part of {@code src/benchmarks/client}: measures once for each line that it reads, and prints a line of JSON
 * with seconds by the names of what was measured. Its arguments are the scheduler's address, the port of the bare socket and that
 * of the one that passes on to it.
 */
final class ClientFigures {
    private static final int CALLS = 1_000;
    private static final int SUBMITS = 100;
    private static final int TASKS = 10_000;
    private static final int BYTES = 100_000_000;
    private static final int TRANSFERS = 3;

    private final DaskClient client;
    private final byte[] bytes = new byte[BYTES];
    private final int port;
    private final int portOfTwo;
    private final double[] doubles = new double[BYTES / Double.BYTES];

    private ClientFigures(DaskClient client, int port, int portOfTwo) {
        this.client = client;
        this.port = port;
        this.portOfTwo = portOfTwo;
        Arrays.setAll(doubles, i -> i);
    }

    public static void main(String[] arguments) throws Exception {
        try (DaskClient client = DaskClient.builder(SchedulerAddress.parse(arguments[0]))
                .timeout(Duration.ofSeconds(60))
                .connect()) {
            ClientFigures figures =
                    new ClientFigures(client, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (lines.readLine() != null) {
                System.out.println(json(figures.measure()));
            }
        }
    }

    private Map<String, Double> measure() throws Exception {
        Map<String, Double> figures = new LinkedHashMap<>();
        Calls calls = client.scheduler().calls();
        figures.put("identity", median(CALLS, () -> calls.call(Request.of("identity"))));
        figures.put("adaptive_target", median(CALLS, () -> calls.call(Request.of("adaptive_target"))));
        figures.put("ncores", median(CALLS, () -> calls.call(Request.of("ncores"))));
        figures.put("submit", median(SUBMITS, this::submit));
        double[] scatter = new double[TRANSFERS];
        double[] gather = new double[TRANSFERS];
        double[] gatherArray = new double[TRANSFERS];
        for (int i = 0; i < TRANSFERS; i++) {
            DaskFuture[] scattered = new DaskFuture[1];
            scatter[i] = seconds(() -> scattered[0] = client.scatter(doubles));
            gather[i] = seconds(() -> gathered(scattered[0]));
            gatherArray[i] = seconds(() -> gatheredArray(scattered[0]));
            scattered[0].close();
        }
        figures.put("scatter", median(scatter));
        figures.put("gather", median(gather));
        figures.put("gather_array", median(gatherArray));
        figures.put("bare_send", median(TRANSFERS, () -> send(port)));
        figures.put("bare_receive", median(TRANSFERS, () -> receive(port)));
        figures.put("bare_send_behind", median(TRANSFERS, () -> send(portOfTwo)));
        figures.put("bare_receive_behind", median(TRANSFERS, () -> receive(portOfTwo)));
        figures.put("map", median(1, this::map));
        return figures;
    }

    private void submit() {
        try (DaskFuture sum = client.submit("operator.add", 1, 2)) {
            check(sum.result().equals(3L));
        }
    }

    private void map() {
        List<DaskFuture> futures =
                client.map("operator.neg", LongStream.range(0, TASKS).boxed().toList());
        List<Object> results = client.gather(futures);
        check(results.get(TASKS - 1).equals(1L - TASKS));
        futures.forEach(DaskFuture::close);
    }

    private void gathered(DaskFuture future) {
        double[] array = future.result(double[].class);
        check(array.length == doubles.length && array[array.length - 1] == doubles.length - 1);
    }

    private void gatheredArray(DaskFuture future) {
        ByteBuffer array = future.result(NumpyArray.class).data();
        check(array.remaining() == BYTES && array.getDouble(BYTES - Double.BYTES) == doubles.length - 1);
    }

    private void send(int port) throws IOException {
        try (Socket socket = bare(port, 'w')) {
            socket.getOutputStream().write(bytes);
            check(socket.getInputStream().read() == 'k');
        }
    }

    private void receive(int port) throws IOException {
        try (Socket socket = bare(port, 'r')) {
            new DataInputStream(socket.getInputStream()).readFully(bytes);
        }
    }

    private static Socket bare(int port, int wish) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        OutputStream out = socket.getOutputStream();
        out.write(wish);
        return socket;
    }

    private static double median(int times, Work work) throws Exception {
        double[] seconds = new double[times];
        for (int i = 0; i < times; i++) {
            seconds[i] = seconds(work);
        }
        return median(seconds);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static double seconds(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static void check(boolean right) {
        if (!right) {
            throw new AssertionError("A result is wrong.");
        }
    }

    private static String json(Map<String, Double> figures) {
        return figures.entrySet().stream()
                .map(figure -> "\"" + figure.getKey() + "\": " + figure.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }
}
