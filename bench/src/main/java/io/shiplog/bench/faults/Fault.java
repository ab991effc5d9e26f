package io.shiplog.bench.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * One thing that goes wrong, for a while. Which of the brokers it meets is said when it happens: the journal's
 * leader, or another.
 */
sealed interface Fault {
    /** The leader and one API server are cut off from all others, but not from each other (decision 0014). */
    record CutOffWithAnApiServer(int api) implements Fault {}

    /** A broker is cut off from all others. */
    record CutOff(boolean leader) implements Fault {}

    /** A broker is killed, and started again; the end of what it has of the journal may be torn meanwhile. */
    record KillBroker(boolean leader, boolean torn) implements Fault {}

    record PauseBroker(boolean leader) implements Fault {}

    record KillApi(int api) implements Fault {}

    record PauseApi(int api) implements Fault {}

    record KillReconcilers() implements Fault {}

    /** A broker's clock jumps, and is put right again. */
    record ClockJump(boolean leader, int seconds) implements Fault {}

    /** One of each that a broker, an API server and the network between them can meet, for a build. */
    List<Fault> SHORTEST = List.of(
            new CutOffWithAnApiServer(0), new KillBroker(true, true), new ClockJump(true, -600), new KillApi(1));

    /** The faults of one run: each kind once in an order of chance, again and again. Pure, but for {@code random}. */
    static List<Fault> plan(Random random, int apis, int rounds) {
        List<Fault> plan = new ArrayList<>();
        while (plan.size() < rounds) {
            List<Fault> each = new ArrayList<>(List.of(
                    new CutOffWithAnApiServer(random.nextInt(apis)),
                    new KillBroker(random.nextBoolean(), true),
                    new PauseBroker(true),
                    new KillApi(random.nextInt(apis)),
                    new ClockJump(true, random.nextInt(7_200) - 3_600),
                    new PauseApi(random.nextInt(apis)),
                    new CutOff(random.nextBoolean()),
                    new KillReconcilers(),
                    new KillBroker(true, false),
                    new PauseBroker(false)));
            Collections.shuffle(each, random);
            plan.addAll(each);
        }
        return List.copyOf(plan.subList(0, rounds));
    }
}
