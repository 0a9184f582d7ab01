package io.github.kubecluster.proxy;

import java.net.InetSocketAddress;
import java.util.OptionalLong;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Only processes of this user, and of root, may connect: loopback is shared by all users of a machine.
 *
 * <p>The owner of a connection is looked up once. One that cannot be found has most often closed it meanwhile, as a
 * browser does that leaves a page: it is refused, and looked up again if another request comes.
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
            OptionalLong owner = ownerOf(connection);
            if (owner.isEmpty()) {
                LOG.log(System.Logger.Level.DEBUG, "A connection to the dashboard without an owner was refused.");
                return Refusal.UNKNOWN_USER;
            }
            verdict = isAllowed(owner.getAsLong());
            connection.setAttribute(VERDICT, verdict);
        }
        return verdict.equals(true) ? null : Refusal.OTHER_USER;
    }

    private OptionalLong ownerOf(ConnectionMetaData connection) {
        return peers.ownerOf((InetSocketAddress) connection.getRemoteSocketAddress(), (InetSocketAddress)
                connection.getLocalSocketAddress());
    }

    private boolean isAllowed(long owner) {
        boolean allowed = owner == own || owner == ROOT;
        if (!allowed) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A process of user {0} asked for the dashboard of user {1} and was refused.",
                    Long.toString(owner),
                    Long.toString(own));
        }
        return allowed;
    }
}
