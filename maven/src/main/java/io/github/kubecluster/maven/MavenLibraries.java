package io.github.kubecluster.maven;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.ContextOverrides.AddRepositoriesOp;
import eu.maveniverse.maven.mima.runtime.standalonestatic.StandaloneStaticRuntime;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;

/**
 * Finds libraries as Maven does: by the user's {@code settings.xml} with its mirrors, proxies, credentials and profiles,
 * in the same local repository.
 */
public final class MavenLibraries {
    private MavenLibraries() {}

    /**
     * Returns what is asked for and all that it needs to run, one version of each, the nearest to what was asked for.
     *
     * @param progress is told of each download, often; may be called by several threads
     * @throws IllegalArgumentException if coordinates are none, or there is no such settings file
     * @throws MavenException if something cannot be found or downloaded; the message says what and where
     * @throws CancellationException if this thread is interrupted
     */
    public static List<Library> resolve(MavenRequest request, Consumer<Download> progress) {
        List<Dependency> wanted =
                request.coordinates().stream().map(MavenLibraries::dependency).toList();
        DownloadListener listener = new DownloadListener(progress, Thread.currentThread());
        try (Context maven = new StandaloneStaticRuntime().create(overrides(request, listener))) {
            CollectRequest closure = new CollectRequest(wanted, List.of(), maven.remoteRepositories());
            DependencyRequest files =
                    new DependencyRequest(closure, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME));
            return maven
                    .repositorySystem()
                    .resolveDependencies(maven.repositorySystemSession(), files)
                    .getArtifactResults()
                    .stream()
                    .map(ArtifactResult::getArtifact)
                    .map(MavenLibraries::library)
                    .toList();
        } catch (DependencyResolutionException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw (CancellationException)
                        new CancellationException("Downloading libraries was interrupted.").initCause(e);
            }
            throw MavenException.of(request.coordinates(), e);
        }
    }

    private static Dependency dependency(String coordinates) {
        try {
            return new Dependency(new DefaultArtifact(coordinates), JavaScopes.RUNTIME);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + coordinates + "\" does not name a library. Write group:artifact:version, such as"
                            + " org.apache.commons:commons-lang3:3.20.0.",
                    e);
        }
    }

    private static ContextOverrides overrides(MavenRequest request, DownloadListener listener) {
        ContextOverrides.Builder overrides = ContextOverrides.create()
                .withUserSettings(true)
                .transferListener(listener)
                .addRepositoriesOp(AddRepositoriesOp.APPEND)
                .repositories(repositories(request.repositories()));
        request.settings().ifPresent(file -> overrides.withUserSettingsXmlOverride(existing(file)));
        if (request.offline()) {
            overrides.offline(true);
        }
        return overrides.build();
    }

    private static Path existing(Path settings) {
        if (!Files.isReadable(settings)) {
            throw new IllegalArgumentException("There are no settings \"" + settings + "\". Name a file that exists.");
        }
        return settings;
    }

    private static List<RemoteRepository> repositories(List<URI> repositories) {
        Stream<RemoteRepository> asked =
                IntStream.range(0, repositories.size()).mapToObj(i -> repository(i + 1, repositories.get(i)));
        return Stream.concat(asked, ContextOverrides.DEFAULT_REMOTE_REPOSITORIES.stream())
                .toList();
    }

    private static RemoteRepository repository(int number, URI url) {
        return new RemoteRepository.Builder("repository-" + number, "default", url.toString()).build();
    }

    private static Library library(Artifact artifact) {
        String classifier = artifact.getClassifier().isEmpty() ? "" : ":" + artifact.getClassifier();
        return new Library(
                artifact.getGroupId() + ":" + artifact.getArtifactId() + classifier,
                artifact.getVersion(),
                artifact.getFile().toPath());
    }
}
