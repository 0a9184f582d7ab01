package io.github.kubecluster.jupyter;

import java.util.List;
import org.zeromq.ZMQ;

/** The frames of one message on a socket. */
final class Frames {
    private Frames() {}

    /** Sends all frames; none, and returns false, if the socket does not take the first within its time limit. */
    static boolean send(ZMQ.Socket socket, List<byte[]> frames) {
        int last = frames.size() - 1;
        for (int i = 0; i <= last; i++) {
            if (!socket.send(frames.get(i), i < last ? ZMQ.SNDMORE : 0)) {
                return false;
            }
        }
        return true;
    }
}
