package io.github.kubecluster.proxy;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides where a request goes: to the scheduler's dashboard, to a worker's, or nowhere.
 *
 * <p>The scheduler is configuration: nothing in a request selects it. Closed are those of its paths that change the
 * cluster, run code, or hand out pages to other sites.
 */
final class Routes {
    private static final String EMBEDDING = "/autoload.js";

    /** What is closed unless it is opened: two paths with all below them, and the embedding script of every page. */
    static final Set<String> CLOSED = Set.of("/api", "/jupyter", EMBEDDING);

    private static final String FORWARDING = "/proxy";
    private static final Pattern WORKER = Pattern.compile("(" + FORWARDING + "/(\\d{1,5})/([^/]+))(?:/.*)?");

    private final WorkerPages workers;
    private final Set<String> opened;
    private volatile @Nullable Upstream scheduler;
    private volatile Refusal instead;

    /**
     * @param opened which of the closed paths are open
     * @param instead the answer while there is no scheduler
     */
    Routes(WorkerPages workers, Set<String> opened, Refusal instead) {
        this.workers = workers;
        this.opened = opened;
        this.instead = instead;
    }

    @Nullable
    Upstream scheduler() {
        return scheduler;
    }

    void to(Upstream upstream) {
        scheduler = upstream;
    }

    void toNowhere(Refusal answer) {
        instead = answer;
        scheduler = null;
    }

    Destination find(Target target) {
        Upstream upstream = scheduler;
        if (upstream == null) {
            return instead;
        }
        if (!target.isUnambiguous()) {
            return Refusal.BAD_TARGET; // what was in front of it is gone
        }
        String path = target.decodedPath();
        if (isBelow(path, FORWARDING)) {
            return worker(target);
        }
        return isClosed(path) ? Refusal.NOT_FOUND : new Route(upstream, "", target);
    }

    private Destination worker(Target target) {
        Matcher parts = WORKER.matcher(target.path());
        if (!parts.matches()) {
            return Refusal.NOT_FOUND;
        }
        String mount = parts.group(1);
        Target page = target.after(mount.length());
        String path = page.decodedPath();
        if (!page.isUnambiguous() || isBelow(path, FORWARDING) || isClosed(path)) {
            return Refusal.NOT_FOUND;
        }
        String host = Target.decode(parts.group(3)).replaceFirst("^\\[(.*)]$", "$1");
        return workers.find(host, Integer.parseInt(parts.group(2)))
                .<Destination>map(worker -> new Route(Upstream.of(worker), mount, page))
                .orElse(Refusal.NOT_FOUND);
    }

    private boolean isClosed(String path) {
        return CLOSED.stream()
                .filter(each -> !opened.contains(each))
                .anyMatch(each -> each.equals(EMBEDDING) ? path.endsWith(each) : isBelow(path, each));
    }

    private static boolean isBelow(String path, String root) {
        return path.equals(root) || path.startsWith(root + "/");
    }
}
