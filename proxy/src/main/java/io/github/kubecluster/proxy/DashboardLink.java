package io.github.kubecluster.proxy;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes the link under which a user opens the dashboard.
 *
 * <p>A template is what Dask calls {@code distributed.dashboard.link}: text with {@code {scheme}}, {@code {host}} and
 * {@code {port}} and any environment variable in braces; a brace itself is written twice. Where the link leads through
 * this machine, as {@code …proxy/{port}/…} and {@code 127.0.0.1:{port}} do, host and port are those of the
 * {@link DashboardProxy}; otherwise they are the scheduler's own.
 *
 * <p>Immutable.
 */
public final class DashboardLink {
    private static final String ON_HUB = "proxy/{port}/status";
    private static final String ELSEWHERE = "http://127.0.0.1:{port}/status";
    private static final Set<String> BUILT_IN = Set.of("scheme", "host", "port");
    private static final Pattern PART = Pattern.compile("\\{\\{|}}|\\{([^{}:!]+)}|[{}]");
    private static final Pattern THROUGH_PROXY = Pattern.compile(
            "(/proxy/(absolute/)?|}proxy/(absolute/)?|^proxy/)(\\{host}:)?\\{port}|(127\\.0\\.0\\.1|localhost):\\{port}");

    private final String template;
    private final Map<String, String> environment;

    private DashboardLink(String template, Map<String, String> environment) {
        this.template = template;
        this.environment = Map.copyOf(environment);
    }

    /**
     * Returns the link that needs no configuration: below the user's server on a hub, on loopback elsewhere.
     *
     * @param environment the environment variables of the notebook; on a hub they hold JUPYTERHUB_SERVICE_PREFIX and, if
     *     the hub knows it, JUPYTERHUB_PUBLIC_URL, which makes the link an absolute one
     */
    public static DashboardLink of(Map<String, String> environment) {
        for (String server : new String[] {"JUPYTERHUB_PUBLIC_URL", "JUPYTERHUB_SERVICE_PREFIX"}) {
            String address = environment.getOrDefault(server, "");
            if (!address.isEmpty()) {
                String slash = address.endsWith("/") ? "" : "/";
                return new DashboardLink("{" + server + "}" + slash + ON_HUB, environment);
            }
        }
        return new DashboardLink(ELSEWHERE, environment);
    }

    /**
     * Returns the link that {@code template} describes, or the one that needs no configuration if it cannot be used.
     *
     * @param warning gets one message if the template names an unknown variable or has a brace too many
     */
    public static DashboardLink of(String template, Map<String, String> environment, Consumer<String> warning) {
        String fault = fault(template, environment);
        if (fault == null) {
            return new DashboardLink(template, environment);
        }
        warning.accept("Dashboard link \"" + template + "\" " + fault
                + " The default link is used. Correct distributed.dashboard.link.");
        return of(environment);
    }

    /** Says whether the link leads to a {@link DashboardProxy}, so that one must run for it to work. */
    public boolean isThroughProxy() {
        return THROUGH_PROXY.matcher(template).find();
    }

    /**
     * Returns the link.
     *
     * @param scheduler address of the scheduler's dashboard
     * @param proxyPort port of the {@link DashboardProxy}; not used if the link does not lead through it
     */
    public String to(URI scheduler, int proxyPort) {
        Map<String, String> values = new HashMap<>(environment);
        values.put("scheme", isThroughProxy() ? "http" : scheduler.getScheme());
        values.put("host", isThroughProxy() ? "127.0.0.1" : scheduler.getHost());
        values.put("port", String.valueOf(isThroughProxy() ? proxyPort : scheduler.getPort()));
        return PART.matcher(template).replaceAll(part -> {
            String name = part.group(1);
            return Matcher.quoteReplacement(
                    name == null ? part.group().substring(0, 1) : values.getOrDefault(name, ""));
        });
    }

    private static @Nullable String fault(String template, Map<String, String> environment) {
        Matcher part = PART.matcher(template);
        while (part.find()) {
            String name = part.group(1);
            if (name == null && part.group().length() == 1) {
                return "has a brace that stands alone, or one with more than a name in it.";
            }
            if (name != null && !BUILT_IN.contains(name) && !environment.containsKey(name)) {
                return "needs the environment variable " + name + ", which is not set.";
            }
        }
        return null;
    }
}
