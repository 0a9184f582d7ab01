package io.github.kubecluster.kernel;

import io.github.kubecluster.interpreter.CellLine;
import io.github.kubecluster.jupyter.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code %%dask}: runs the cell in Python, and takes values along and back. */
record DaskMagic(JavaKernel kernel, DaskCells cells, PythonComms comms) implements Magic {
    @Override
    public @Nullable Object run(MagicCall call) throws Exception {
        return CommandLines.runMagic(new Cell(this, call.body().orElse(""), call.start()), call.arguments());
    }

    CommandLine commandLine() {
        return new CommandLine(new Cell(this, "", new CellLine(1, 1)));
    }

    @Command(
            name = "%dask",
            description = "Runs the cell in Python, with a client connected to the cluster.",
            mixinStandardHelpOptions = true)
    private static final class Cell implements Callable<@Nullable Object> {
        private final DaskMagic magic;
        private final String body;
        private final CellLine line;

        @Option(
                names = {"-i", "--input"},
                paramLabel = "NAME",
                split = ",",
                description = "A Java variable whose value Python gets under the same name.")
        private List<String> inputs = new ArrayList<>();

        @Option(
                names = {"-o", "--output"},
                paramLabel = "NAME",
                split = ",",
                description = "A variable of Python whose value Java gets under the same name, after the cell.")
        private List<String> outputs = new ArrayList<>();

        Cell(DaskMagic magic, String body, CellLine line) {
            this.magic = magic;
            this.body = body;
            this.line = line;
        }

        @Override
        public @Nullable Object call() {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            CellVariables variables = magic.kernel.variables();
            inputs.forEach(name -> values.put(name, variables.get(name)));
            PythonCell.Result result = run(new PythonCell(body, values, outputs));
            result.outputs().forEach((name, value) -> variables.set(name, value, line));
            return result.shown().orElse(null);
        }

        private PythonCell.Result run(PythonCell cell) {
            Request request = Request.current()
                    .orElseThrow(
                            () -> new IllegalStateException("%%dask runs in a cell, and this thread works for none."));
            try (CellProgress progress = CellProgress.follow(magic.kernel, request, magic.cells)) {
                PythonCell.Result result = magic.cells.run(cell, magic.comms.cell(request));
                progress.wentWell();
                return result;
            }
        }
    }
}
