package io.github.kubecluster.kernel;

import io.github.kubecluster.maven.Library;
import io.github.kubecluster.maven.MavenLibraries;
import io.github.kubecluster.maven.MavenRequest;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code %maven}: adds libraries of Maven repositories, and what they need, to the class path of cells. All that was asked
 * for so far is looked at together; a version that is on the class path stays.
 */
final class MavenMagic implements Magic {
    private final JavaKernel kernel;
    private final ClassPathMagic classPath;
    private final List<String> asked = new ArrayList<>();
    private final Map<String, Library> added = new LinkedHashMap<>();

    MavenMagic(JavaKernel kernel, ClassPathMagic classPath) {
        this.kernel = kernel;
        this.classPath = classPath;
    }

    @Override
    public @Nullable Object run(MagicCall call) throws Exception {
        return CommandLines.runMagic(new Add(), call.arguments());
    }

    CommandLine commandLine() {
        return new CommandLine(new Add());
    }

    private void add(MavenRequest request) {
        List<Library> found;
        try (DownloadDisplay progress = new DownloadDisplay(kernel)) {
            found = MavenLibraries.resolve(request, progress);
        }
        List<Library> fresh = new ArrayList<>();
        for (Library library : found) {
            Library before = added.putIfAbsent(library.id(), library);
            if (before == null) {
                fresh.add(library);
            } else if (!before.version().equals(library.version())) {
                System.err.println(
                        "\"" + library.id() + "\" stays at version " + before.version() + ", and " + library.version()
                                + " is asked for now. To have that one, restart the kernel and ask for it first.");
            }
        }
        classPath.add(fresh.stream().map(Library::file).toList());
    }

    @Command(
            name = "%maven",
            description = "Adds libraries of Maven repositories, and what they need, to the class path of cells.",
            mixinStandardHelpOptions = true)
    private final class Add implements Callable<@Nullable Object> {
        @Parameters(
                arity = "1..*",
                paramLabel = "GROUP:ARTIFACT[:EXTENSION[:CLASSIFIER]]:VERSION",
                description = "The libraries.")
        private List<String> coordinates = List.of();

        @Option(
                names = {"--repository", "-r"},
                paramLabel = "URL",
                description = "A repository besides those of settings.xml and Maven Central.")
        private List<URI> repositories = List.of();

        @Option(
                names = {"--settings", "-s"},
                paramLabel = "FILE",
                description = "In the place of ~/.m2/settings.xml.")
        private @Nullable Path settings;

        @Option(
                names = {"--offline", "-o"},
                description = "Use only what was downloaded before.")
        private boolean offline;

        @Override
        public @Nullable Object call() {
            List<String> all = new ArrayList<>(asked);
            coordinates.stream().filter(each -> !all.contains(each)).forEach(all::add);
            add(new MavenRequest(all, repositories, Optional.ofNullable(settings), offline));
            asked.clear();
            asked.addAll(all);
            return null;
        }
    }
}
