package io.github.kubecluster.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kubecluster.interpreter.CellLine;
import io.github.kubecluster.interpreter.JavaCode;
import io.github.kubecluster.interpreter.JavaInterpreter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelScopeTest {
    static JavaInterpreter interpreter;

    @BeforeAll
    static void start() {
        interpreter = new JavaInterpreter(KernelScope.make());
    }

    @AfterAll
    static void close() {
        interpreter.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.github.kubecluster.dask.SchedulerAddress.class",
                "KubeCluster.class",
                "IntSlider.of(0, 10).value(3).onChange(System.out::println).getClass()",
                "io.github.kubecluster.kernel.JavaKernel.class",
                "org.dflib.jjava.jupyter.kernel.display.DisplayData.class"
            })
    void cells_see_the_api(String code) {
        assertThat(run(code)).isInstanceOf(Class.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.google.gson.Gson",
                "io.fabric8.kubernetes.client.KubernetesClient",
                "io.github.kubecluster.interpreter.JavaInterpreter",
                "io.github.kubecluster.jupyter.Message",
                "picocli.CommandLine"
            })
    void cells_do_not_see_what_the_kernel_is_made_of(String name) {
        assertThatThrownBy(() -> run("import " + name + ";")).hasMessageEndingWith(" does not exist");
        assertThatThrownBy(() -> run("Class.forName(\"" + name + "\")"))
                .hasCauseInstanceOf(ClassNotFoundException.class);
    }

    private static Object run(String code) {
        interpreter.allow("cell");
        return interpreter.run(interpreter.split(new JavaCode(code, new CellLine(1, 1))));
    }
}
