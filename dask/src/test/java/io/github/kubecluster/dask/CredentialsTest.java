package io.github.kubecluster.dask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CredentialsTest {
    @Test
    void the_key_is_not_shown() {
        assertThat(new Credentials("authority", "certificate", "the key"))
                .asString()
                .doesNotContain("the key");
    }

    @Test
    void a_text_that_is_no_certificate_is_refused_without_showing_the_key() {
        assertThatThrownBy(() -> new Credentials("nothing", "nothing", "the key").sockets())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("These credentials cannot be used for TLS: ")
                .hasMessageNotContaining("the key");
    }
}
