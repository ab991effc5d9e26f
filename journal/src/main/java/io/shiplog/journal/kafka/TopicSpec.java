package io.shiplog.journal.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One topic as it should be. Pure.
 *
 * @param name its full name
 * @param partitions how many it is created with
 * @param exactPartitions whether another number would be unsafe
 * @param created the settings that it is created with
 * @param demands what its settings must be, whoever created it
 */
record TopicSpec(
        String name, int partitions, boolean exactPartitions, Map<String, String> created, List<Demand> demands) {
    TopicSpec {
        created = Map.copyOf(created);
        demands = List.copyOf(demands);
    }

    /** What is demanded of one setting of an existing topic. */
    sealed interface Demand {
        String setting();

        /** The setting has exactly this value. */
        record Exactly(String setting, String value) implements Demand {}

        /** The setting is a number, at least this; negative means unbounded and passes. */
        record AtLeast(String setting, long value) implements Demand {}

        /** The setting is negative: unbounded. */
        record Unbounded(String setting) implements Demand {}
    }

    /** What is unsafe about a topic that has these partitions and settings; empty when nothing is. */
    List<String> problems(int actualPartitions, Map<String, String> actual) {
        List<String> problems = new ArrayList<>();
        if (exactPartitions && actualPartitions != partitions) {
            problems.add(name + " has " + actualPartitions + " partitions, must have " + partitions);
        }
        for (Demand demand : demands) {
            String value = actual.getOrDefault(demand.setting(), "");
            String wanted = switch (demand) {
                case Demand.Exactly exactly -> exactly.value().equals(value) ? "" : exactly.value();
                case Demand.AtLeast least -> isAtLeast(value, least.value()) ? "" : "at least " + least.value();
                case Demand.Unbounded unbounded -> isAtLeast(value, Long.MAX_VALUE) ? "" : "-1";
            };
            if (!wanted.isEmpty()) {
                problems.add(name + " has " + demand.setting() + "=" + value + ", must be " + wanted);
            }
        }
        return problems;
    }

    private static boolean isAtLeast(String value, long minimum) {
        try {
            long number = Long.parseLong(value);
            return number < 0 || number >= minimum;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
