package io.github.kubecluster.cluster;

/** How many workers a cluster is to have: a number, or what the load asks for between two bounds. */
public sealed interface Scaling {
    /** Returns how many workers a cluster begins with. */
    int initialWorkers();

    /**
     * A number of workers.
     *
     * @param workers zero or more
     */
    record Fixed(int workers) implements Scaling {
        public Fixed {
            if (workers < 0) {
                throw new IllegalArgumentException(
                        "Cannot scale to " + workers + " workers. Give a number of workers from 0 upwards.");
            }
        }

        @Override
        public int initialWorkers() {
            return workers;
        }
    }

    /**
     * As many workers as the scheduler asks for.
     *
     * @param minimum the fewest, zero or more
     * @param maximum the most, at least {@code minimum} and at least one
     */
    record Adaptive(int minimum, int maximum) implements Scaling {
        public Adaptive {
            if (minimum < 0) {
                throw new IllegalArgumentException(
                        "Cannot adapt with a minimum of " + minimum + " workers. Give a minimum from 0 upwards.");
            }
            if (maximum < minimum) {
                throw new IllegalArgumentException("Cannot adapt between " + minimum + " and " + maximum
                        + " workers: the maximum is below the minimum. Give the minimum first, then the maximum.");
            }
            if (maximum == 0) {
                throw new IllegalArgumentException(
                        "Cannot adapt with a maximum of 0 workers. Give a maximum from 1 upwards.");
            }
        }

        @Override
        public int initialWorkers() {
            return minimum;
        }

        int clamp(int workers) {
            return Math.max(minimum, Math.min(maximum, workers));
        }
    }
}
