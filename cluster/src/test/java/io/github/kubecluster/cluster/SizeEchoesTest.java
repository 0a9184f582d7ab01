package io.github.kubecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SizeEchoesTest {
    final SizeEchoes echoes = new SizeEchoes();
    final List<Scaling> told = new ArrayList<>();

    void seen(int workers) {
        echoes.seen(new Scaling.Fixed(workers), told::add);
    }

    void expect(int workers) {
        echoes.expect(new Scaling.Fixed(workers));
    }

    @Test
    void what_others_write_is_told() {
        seen(2);
        seen(3);

        assertThat(told).containsExactly(new Scaling.Fixed(2), new Scaling.Fixed(3));
    }

    @Test
    void an_echo_is_not_told_and_may_be_left_out() {
        expect(1);
        expect(2);
        seen(2);
        seen(1);

        assertThat(told).containsExactly(new Scaling.Fixed(1));
    }

    @Test
    void a_size_that_is_shown_again_while_another_is_being_written_is_nobodys_request() {
        expect(0);
        seen(0);
        expect(1);
        seen(0);
        seen(1);

        assertThat(told).isEmpty();
    }
}
