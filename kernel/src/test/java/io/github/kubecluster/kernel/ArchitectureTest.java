package io.github.kubecluster.kernel;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shape of the whole product. */
class ArchitectureTest {
    static final String ROOT = "io.github.kubecluster.";

    static final JavaClasses PRODUCT =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.github.kubecluster");

    @Test
    void all_modules_are_looked_at() {
        Set<String> packages = PRODUCT.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        org.assertj.core.api.Assertions.assertThat(packages)
                .containsExactlyInAnyOrder(
                        ROOT + "dask",
                        ROOT + "cluster",
                        ROOT + "proxy",
                        ROOT + "jupyter",
                        ROOT + "interpreter",
                        ROOT + "maven",
                        ROOT + "display",
                        ROOT + "widget",
                        ROOT + "kernel");
    }

    @Test
    void there_is_no_cycle() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    void dask_knows_no_other_module() {
        knowsOnly("dask");
    }

    @Test
    void cluster_knows_dask_alone() {
        knowsOnly("cluster", "dask");
    }

    @Test
    void jupyter_knows_no_other_module() {
        knowsOnly("jupyter");
    }

    @Test
    void display_knows_no_other_module() {
        knowsOnly("display");
    }

    @Test
    void widget_knows_clusters_and_messages_alone() {
        knowsOnly("widget", "cluster", "dask", "jupyter");
    }

    @Test
    void proxy_knows_no_other_module() {
        knowsOnly("proxy");
    }

    @Test
    void interpreter_knows_the_jdk_and_asm_alone() {
        classes()
                .that()
                .resideInAPackage(ROOT + "interpreter")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "interpreter",
                        "java..",
                        "javax.lang.model..",
                        "javax.tools..",
                        "jdk.jshell..",
                        "com.sun.source..",
                        "org.objectweb.asm..",
                        "org.jspecify..")
                .check(PRODUCT);
    }

    @Test
    void maven_knows_no_other_module() {
        knowsOnly("maven");
    }

    @Test
    void maven_resolver_is_known_in_maven_alone() {
        known("eu.maveniverse..", "maven");
        known("org.eclipse.aether..", "maven");
    }

    @Test
    void kubernetes_is_known_in_cluster_alone() {
        known("io.fabric8..", "cluster");
    }

    @Test
    void zeromq_is_known_in_jupyter_alone() {
        known("org.zeromq..", "jupyter");
        known("zmq..", "jupyter");
    }

    @Test
    void arrow_is_known_in_dask_alone() {
        known("org.apache.arrow..", "dask");
        known("com.google.flatbuffers..", "dask");
    }

    @Test
    void jetty_is_known_in_proxy_alone() {
        known("org.eclipse.jetty..", "proxy");
    }

    @Test
    void the_kernel_base_library_is_known_to_the_kernel_its_messages_and_displays_alone() {
        known("org.dflib..", "jupyter", "display", "kernel");
    }

    @Test
    void only_the_kernel_ends_the_process_and_prints() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "kernel")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .accessField(System.class, "out")
                .check(PRODUCT);
    }

    @Test
    void only_cells_and_what_runs_them_have_an_error_stream() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "kernel", ROOT + "interpreter")
                .should()
                .accessField(System.class, "err")
                .check(PRODUCT);
    }

    @Test
    void log_lines_are_written_by_system_loggers() {
        noClasses()
                .that()
                .doNotHaveSimpleName("KernelLog")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.slf4j..")
                .check(PRODUCT);
    }

    @Test
    void the_api_of_clusters_clients_and_widgets_mentions_no_library() {
        classes()
                .that()
                .resideInAnyPackage(ROOT + "cluster", ROOT + "dask", ROOT + "widget")
                .and()
                .areTopLevelClasses()
                .and()
                .arePublic()
                .should(mentionNoLibrary())
                .check(PRODUCT);
    }

    @Test
    void names_say_what_a_type_is() {
        noClasses()
                .should()
                .haveNameMatching(".*\\.(Abstract|Base)[A-Z]\\w*|.*(Impl|Manager|Helper|Utils?)(\\$.*)?")
                .check(PRODUCT);
    }

    private static void knowsOnly(String module, String... others) {
        String[] allowed = Stream.concat(Stream.of(module), Stream.of(others))
                .map(name -> ROOT + name)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + module)
                .should()
                .dependOnClassesThat(describe(
                        "are of other modules than " + List.of(allowed),
                        type -> type.getPackageName().startsWith(ROOT)
                                && !List.of(allowed).contains(type.getPackageName())))
                .check(PRODUCT);
    }

    private static void known(String library, String... modules) {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        Stream.of(modules).map(name -> ROOT + name).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(PRODUCT);
    }

    private static ArchCondition<JavaClass> mentionNoLibrary() {
        return new ArchCondition<>("mention no type of a library in what is public") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getMembers().stream()
                        .filter(member -> member.getModifiers().contains(PUBLIC))
                        .forEach(member -> mentioned(member)
                                .filter(ArchitectureTest::isOfLibrary)
                                .forEach(library -> events.add(SimpleConditionEvent.violated(
                                        member, member.getFullName() + " mentions " + library.getName()))));
            }
        };
    }

    private static Stream<JavaClass> mentioned(JavaMember member) {
        if (member instanceof JavaCodeUnit method) {
            Stream<JavaClass> parameters = method.getParameterTypes().stream()
                    .flatMap(parameter -> parameter.getAllInvolvedRawTypes().stream());
            Stream<JavaClass> result = method.getReturnType().getAllInvolvedRawTypes().stream();
            Stream<JavaClass> thrown = method.getExceptionTypes().stream();
            return Stream.of(parameters, result, thrown).flatMap(types -> types);
        }
        return Stream.of(member.getOwner());
    }

    private static boolean isOfLibrary(JavaClass type) {
        JavaClass element = type.getBaseComponentType();
        return !element.isPrimitive()
                && !element.getPackageName().startsWith("java.")
                && !element.getPackageName().startsWith("javax.")
                && !element.getPackageName().startsWith(ROOT);
    }
}
