package io.github.kubecluster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel shows, without a frontend that draws it. */
class TourNotebookIT {
    @TempDir
    Path jupyter;

    @Test
    void the_tour_runs_unattended() throws Exception {
        ExecutedNotebook tour = ExecutedNotebook.run(Product.NOTEBOOKS.resolve("tour.ipynb"), Product.install(jupyter));

        assertThat(tour.cells()).allSatisfy(cell -> assertThat(cell.error()).isEmpty());
        assertThat(tour.cell("record City").shown("text/html"))
                .singleElement()
                .asString()
                .startsWith("<table><thead>");
        assertThat(tour.cell("record City").shown("text/plain")).containsExactly("""
                name  country    people    area
                ────  ───────  ────────  ──────
                Oslo  Norway     709037   454.1
                Rome  Italy     2748109  1285.3
                Lima  Peru     10092000  2672.3""");
        assertThat(tour.cell("groupingBy").shown("text/plain")).containsExactly("""
                large  small
                ─────  ─────
                Rome   Oslo
                Lima""");
        assertThat(tour.cell("picture").shown("image/png")).hasSize(1);
        assertThat(tour.cell("\"counter\"").shown("text/plain")).containsExactly("3 of 3");
        assertThat(tour.cell("\"cities\"").shown("text/plain"))
                .satisfiesExactly(
                        outer -> assertThat(outer).startsWith("cities  ████████████████████ 100 %  3 in "),
                        inner -> assertThat(inner).startsWith("Lima  ████████████████████ 100 %  5 in "));
        assertThat(tour.cell("\"sum\"").shown("text/plain")).last().isEqualTo("49995000");
        assertThat(tour.cell("%lsmagic").shown("text/plain"))
                .singleElement()
                .asString()
                .contains("%kubecluster");
    }
}
