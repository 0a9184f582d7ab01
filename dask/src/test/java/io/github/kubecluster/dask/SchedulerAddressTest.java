package io.github.kubecluster.dask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulerAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"tcp://10.0.0.7:8786", "tls://demo-scheduler.analytics.svc:8786", "tcp://[fe80::1]:1"})
    void an_address_reads_back_as_it_was_written(String text) {
        assertThat(SchedulerAddress.parse(text)).hasToString(text);
    }

    @Test
    void an_address_has_its_parts() {
        assertThat(SchedulerAddress.parse(" tls://[::1]:8786/ ")).isEqualTo(new SchedulerAddress("tls", "::1", 8786));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "localhost:8786", "http://localhost:8787", "tcp://:8786", "tcp://a", "tcp://a:b"
            })
    void what_is_no_address_is_refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SchedulerAddress.parse(text))
                .withMessage("Scheduler address \"" + text
                        + "\" cannot be read. Write it as \"tcp://HOST:8786\" or \"tls://HOST:8786\".");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_536})
    void a_port_out_of_range_is_refused(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SchedulerAddress("tcp", "localhost", port))
                .withMessage("Scheduler address: " + port + " is not a port. Use 1 to 65535; the usual one is 8786.");
    }
}
