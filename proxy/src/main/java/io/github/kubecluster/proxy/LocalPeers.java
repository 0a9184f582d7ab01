package io.github.kubecluster.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Knows which user owns the other end of an IPv4 connection within this machine, from Linux's tables of sockets.
 *
 * @param proc the directory {@code /proc/self}
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_net.5.html">proc_pid_net(5)</a>
 */
record LocalPeers(Path proc) {
    private static final List<String> TABLES = List.of("net/tcp", "net/tcp6");
    private static final String MAPPED = "0000000000000000" + word(new byte[] {0, 0, -1, -1});
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final int UID = 7;
    private static final int INODE = 9;

    /** Says whether this machine tells the owners of sockets. */
    boolean isKnown() {
        return TABLES.stream().anyMatch(table -> Files.isReadable(proc.resolve(table)));
    }

    /** Returns the effective user of this process. */
    long own() {
        try (Stream<String> lines = Files.lines(proc.resolve("status"))) {
            return lines.filter(line -> line.startsWith("Uid:"))
                    .mapToLong(line -> Long.parseLong(SPACES.split(line, -1)[2]))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(proc + "/status names no user."));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the user who owns the socket at {@code peer} that is connected to {@code local}.
     *
     * @return empty if there is no such socket, or no process holds it any more: Linux then shows it as root's
     */
    OptionalLong ownerOf(InetSocketAddress peer, InetSocketAddress local) {
        String plain = " " + hex(peer) + " " + hex(local) + " ";
        String mapped = " " + MAPPED + hex(peer) + " " + MAPPED + hex(local) + " ";
        return TABLES.stream()
                .map(table -> ownerIn(table, line -> line.contains(plain) || line.contains(mapped)))
                .filter(OptionalLong::isPresent)
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    /** Reads no further than it must: Linux takes several milliseconds for the whole of a table. */
    private OptionalLong ownerIn(String table, Predicate<String> wanted) {
        Path file = proc.resolve(table);
        if (!Files.isReadable(file)) {
            return OptionalLong.empty();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(wanted)
                    .map(line -> SPACES.split(line.strip(), -1))
                    .filter(row -> !row[INODE].equals("0"))
                    .mapToLong(row -> Long.parseLong(row[UID]))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hex(InetSocketAddress address) {
        return word(address.getAddress().getAddress()) + ":" + String.format("%04X", address.getPort());
    }

    /** Writes four bytes of an address as the kernel does: as one number of this machine. */
    private static String word(byte[] bytes) {
        return String.format(
                "%08X", ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt());
    }
}
