package io.github.kubecluster.dask;

import java.io.IOException;

/** A value, or a part of it, arrived as a pickle: no other format of the protocol has it. */
final class PickledValueException extends IOException {
    PickledValueException() {
        super("it sent a value as a pickle");
    }
}
