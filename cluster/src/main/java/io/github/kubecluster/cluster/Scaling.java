package io.github.kubecluster.cluster;

/** How many workers a cluster is to have: a number, or what the load asks for between two bounds. */
public sealed interface Scaling {
    /** Returns how many workers a cluster begins with. */
    int initialWorkers();

    /** Returns this, but with {@code limit} workers at most. */
    Scaling atMost(int limit);

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

        @Override
        public Fixed atMost(int limit) {
            return new Fixed(Math.min(workers, limit));
        }

        @Override
        public String toString() {
            return workers + (workers == 1 ? " worker" : " workers");
        }
    }

    /**
     * As many workers as the scheduler asks for.
     *
     * @param minimum the fewest, zero or more
     * @param maximum the most, at least {@code minimum} and at least one
     * @param pace how eagerly the load is followed
     */
    record Adaptive(int minimum, int maximum, AdaptivePace pace) implements Scaling {
        /** Adapts at Dask's own pace. */
        public Adaptive(int minimum, int maximum) {
            this(minimum, maximum, AdaptivePace.standard());
        }

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

        @Override
        public Adaptive atMost(int limit) {
            return new Adaptive(Math.min(minimum, limit), Math.max(1, Math.min(maximum, limit)), pace);
        }

        @Override
        public String toString() {
            return "between " + minimum + " and " + maximum + " workers";
        }

        /** Returns the same bounds at another pace. */
        public Adaptive at(AdaptivePace other) {
            return new Adaptive(minimum, maximum, other);
        }

        /** Returns this, but with {@code workers} workers at least. */
        public Adaptive atLeast(int workers) {
            return new Adaptive(workers, Math.max(workers, maximum), pace);
        }

        int clamp(int workers) {
            return Math.max(minimum, Math.min(maximum, workers));
        }
    }
}
