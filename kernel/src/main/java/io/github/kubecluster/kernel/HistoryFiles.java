package io.github.kubecluster.kernel;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.github.kubecluster.jupyter.Json;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The history of all kernels of one user: a file for each session, with a line of JSON for each input. The owner alone may
 * read them. Only the kernel whose session it is writes to a file, so that kernels need not agree on anything but the
 * number of a new one.
 */
final class HistoryFiles {
    private static final Logger LOG = System.getLogger(HistoryFiles.class.getName());

    /** Names the directory, or says that there is to be none. */
    private static final String VARIABLE = "KUBECLUSTER_HISTORY";

    private static final String OFF = "off";

    /** What keeps a kernel from writing history. */
    static final Map<String, String> OFF_ENVIRONMENT = Map.of(VARIABLE, OFF);

    private static final Pattern NAME = Pattern.compile("(?<session>\\d{1,9})\\.jsonl");
    private static final int MOST_SESSIONS = 1000;

    private final Path directory;

    HistoryFiles(Path directory) {
        this.directory = directory;
    }

    /** Returns where the user keeps the history; nothing if it is not to be kept. */
    static Optional<HistoryFiles> find(Map<String, String> environment) {
        String named = environment.getOrDefault(VARIABLE, "");
        if (named.equals(OFF)) {
            return Optional.empty();
        }
        return Optional.of(new HistoryFiles(named.isBlank() ? standard(environment) : Path.of(named)));
    }

    /** The XDG base directory specification's place for what an application remembers of the user's actions. */
    private static Path standard(Map<String, String> environment) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path home = Path.of(System.getProperty("user.home"));
        return (state.isBlank() ? home.resolve(".local").resolve("state") : Path.of(state))
                .resolve("kubecluster")
                .resolve("history");
    }

    /** Returns the numbers of the sessions that are kept, in their order. */
    List<Integer> sessions() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> NAME.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(name -> Integer.valueOf(name.group("session")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "There is no history in \"" + directory + "\".", e);
            return List.of();
        }
    }

    /** Returns what is kept of a session; lines that cannot be read are left out. */
    List<HistoryEntry> read(int session) {
        try (Stream<String> lines = Files.lines(file(session), StandardCharsets.UTF_8)) {
            return lines.flatMap(line -> entry(session, line).stream()).toList();
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "Cannot read session " + session + " of the history.", e);
            return List.of();
        }
    }

    /** Begins a new session, the latest, and forgets the first of a thousand. */
    Session begin() throws IOException {
        Files.createDirectories(directory, ownerOnly("rwx------"));
        List<Integer> kept = sessions();
        for (int number = kept.isEmpty() ? 1 : kept.get(kept.size() - 1) + 1; true; number++) {
            try {
                FileChannel file = FileChannel.open(
                        file(number),
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        ownerOnly("rw-------"));
                for (int old : kept.subList(0, Math.max(0, kept.size() + 1 - MOST_SESSIONS))) {
                    Files.deleteIfExists(file(old));
                }
                return new Session(number, file);
            } catch (FileAlreadyExistsException e) {
                LOG.log(Level.DEBUG, "Another kernel has session {0} of the history.", number);
            }
        }
    }

    private Path file(int session) {
        return directory.resolve("%06d.jsonl".formatted(session));
    }

    private static Optional<HistoryEntry> entry(int session, String line) {
        try {
            JsonObject json = Json.parse(line);
            return Json.text(json, "input")
                    .map(input -> new HistoryEntry(session, Json.number(json, "cell", 0), input));
        } catch (JsonParseException e) {
            return Optional.empty();
        }
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** The file of one session, open until the process ends. */
    record Session(int number, FileChannel file) {
        void add(HistoryEntry entry) throws IOException {
            JsonObject json = Json.object(Map.of("cell", entry.cell(), "input", entry.input()));
            ByteBuffer line = ByteBuffer.wrap((json + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                file.write(line);
            }
        }
    }
}
