package io.github.kubecluster.proxy;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.OptionalLong;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Only processes of this user, and of root, may connect: loopback is shared by all users of a machine.
 *
 * <p>A connection is looked up once; where it cannot be found, it is refused.
 */
final class PeerRule implements Rule {
    private static final String VERDICT = PeerRule.class.getName();
    private static final long ROOT = 0;
    private static final System.Logger LOG = System.getLogger(PeerRule.class.getName());

    private final LocalPeers peers;
    private final long own;

    PeerRule(LocalPeers peers) {
        this.peers = peers;
        this.own = peers.own();
    }

    @Override
    public @Nullable Refusal check(Request request) {
        ConnectionMetaData connection = request.getConnectionMetaData();
        Object verdict = connection.getAttribute(VERDICT);
        if (verdict == null) {
            verdict = isAllowed(connection.getRemoteSocketAddress(), connection.getLocalSocketAddress());
            connection.setAttribute(VERDICT, verdict);
        }
        return verdict.equals(true) ? null : Refusal.OTHER_USER;
    }

    private boolean isAllowed(SocketAddress peer, SocketAddress local) {
        OptionalLong owner = peers.ownerOf((InetSocketAddress) peer, (InetSocketAddress) local);
        boolean allowed = owner.isPresent() && (owner.getAsLong() == own || owner.getAsLong() == ROOT);
        if (!allowed) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A process of {0} asked for the dashboard of user {1} and was refused.",
                    owner.isPresent() ? "user " + owner.getAsLong() : "an unknown user",
                    Long.toString(own));
        }
        return allowed;
    }
}
