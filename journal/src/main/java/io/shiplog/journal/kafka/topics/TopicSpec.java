package io.shiplog.journal.kafka.topics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One topic as it should be. Pure.
 *
 * @param name its full name
 * @param partitions how many it has
 * @param replicas how often each partition is held, at least
 * @param created the settings that it is created with
 * @param demands what its settings must be, whoever created it
 */
record TopicSpec(String name, Partitions partitions, int replicas, Map<String, String> created, List<Demand> demands) {
    TopicSpec {
        created = Map.copyOf(created);
        demands = List.copyOf(demands);
    }

    /**
     * How many partitions a topic has.
     *
     * @param number how many it is created with
     * @param exact whether another number would be unsafe
     */
    record Partitions(int number, boolean exact) {}

    /**
     * A topic that exists.
     *
     * @param partitions how many it has
     * @param replicas how often the partition that is held least often is held
     * @param settings all of its settings
     */
    record Existing(int partitions, int replicas, Map<String, String> settings) {
        Existing {
            settings = Map.copyOf(settings);
        }
    }

    /** What is demanded of one setting of an existing topic. */
    sealed interface Demand {
        String setting();

        /** The setting has exactly this value. */
        record Exactly(String setting, String value) implements Demand {}

        /** The setting is a number, at least this; negative means unbounded and passes. */
        record AtLeast(String setting, long value) implements Demand {}
    }

    /** What is unsafe about the topic as it exists; empty when nothing is. */
    List<String> problems(Existing existing) {
        List<String> problems = new ArrayList<>();
        if (partitions.exact() && existing.partitions() != partitions.number()) {
            problems.add(name + " has " + existing.partitions() + " partitions, must have " + partitions.number());
        }
        if (existing.replicas() < replicas) {
            problems.add(name + " has replication factor " + existing.replicas() + ", must be at least " + replicas);
        }
        for (Demand demand : demands) {
            String value = existing.settings().getOrDefault(demand.setting(), "");
            String wanted = switch (demand) {
                case Demand.Exactly exactly -> exactly.value().equals(value) ? "" : exactly.value();
                case Demand.AtLeast least -> isAtLeast(value, least.value()) ? "" : "at least " + least.value();
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
