package io.github.kubecluster.cluster;

/**
 * How many pods may be asked for at a time: {@value PodCalls#AT_A_TIME}; after a refusal one, as a probe, and from there
 * twice as many with each that is accepted. So a full quota or a tired server is asked again without being flooded. Used
 * by one thread.
 */
final class CreateAllowance {
    private int atATime = PodCalls.AT_A_TIME;
    private int onTheirWay;

    boolean mayCreate() {
        return onTheirWay < atATime;
    }

    void asked() {
        onTheirWay++;
    }

    void accepted() {
        onTheirWay--;
        atATime = Math.min(PodCalls.AT_A_TIME, atATime * 2);
    }

    void refused() {
        onTheirWay--;
        atATime = 1;
    }
}
