package io.github.kubecluster.widget;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * Moments in words, in the zone of a clock. What stays up to date tells moments and no ages: an age would have to be sent again
 * and again.
 */
record Times(Clock clock) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    String now() {
        return of(clock.instant());
    }

    /** Returns the age of what began at {@code moment}, for what is drawn once. */
    String since(Instant moment) {
        Duration age = Duration.between(moment, clock.instant());
        return age.toDays() > 0
                ? age.toDays() + " d " + age.toHoursPart() + " h"
                : age.toHours() > 0 ? age.toHours() + " h " + age.toMinutesPart() + " min" : age.toMinutes() + " min";
    }

    /** Returns the time of day, and the day before it if that is not today. */
    String of(Instant moment) {
        ZonedDateTime there = moment.atZone(clock.getZone());
        return there.format(there.toLocalDate().equals(LocalDate.now(clock)) ? TIME : DAY_AND_TIME);
    }
}
