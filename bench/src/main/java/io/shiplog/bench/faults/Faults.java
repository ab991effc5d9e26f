package io.shiplog.bench.faults;

import io.shiplog.journal.kafka.topics.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Has faults happen to a cluster, and heals them. Owned by one thread. */
final class Faults {
    /** Longer than a broker is waited for, so that another leads. */
    private static final Duration MISSED = Duration.ofSeconds(7);

    private static final Duration SHORT = Duration.ofSeconds(2);
    /** What may not have been written to the disk when a machine loses power. */
    private static final int TORN_BYTES = 37;

    private final FaultCluster cluster;

    Faults(FaultCluster cluster) {
        this.cluster = cluster;
    }

    /** Returns when it is over. */
    void happen(Fault fault) throws IOException {
        Brokers brokers = cluster.brokers();
        switch (fault) {
            case Fault.CutOffWithAnApiServer(int api) ->
                cutOff(List.of(Brokers.name(cluster.leader()), cluster.api(api).name()));
            case Fault.CutOff(boolean leader) -> cutOff(List.of(Brokers.name(broker(leader))));
            case Fault.KillBroker(boolean leader, boolean torn) -> {
                int broker = broker(leader);
                brokers.member(broker).kill();
                pause(MISSED);
                if (torn) {
                    brokers.tear(broker, Topics.journal(cluster.kafka()), TORN_BYTES);
                }
                startAgain(brokers.member(broker));
            }
            case Fault.PauseBroker(boolean leader) -> paused(brokers.member(broker(leader)), MISSED);
            case Fault.KillApi(int api) -> {
                cluster.api(api).kill();
                startAgain(cluster.api(api));
            }
            case Fault.PauseApi(int api) -> paused(cluster.api(api), MISSED);
            case Fault.KillReconcilers() -> {
                cluster.reconcilers().kill();
                startAgain(cluster.reconcilers());
            }
            case Fault.ClockJump(boolean leader, int seconds) -> {
                Member broker = brokers.member(broker(leader));
                broker.say(Long.toString(seconds * 1000L));
                pause(SHORT);
                broker.say("0");
            }
        }
    }

    private int broker(boolean leader) {
        return leader ? cluster.leader() : (cluster.leader() + 1) % Brokers.COUNT;
    }

    private void cutOff(List<String> names) {
        cluster.wires().cut(names, cluster.othersThan(names));
        try {
            pause(MISSED);
        } finally {
            cluster.wires().mend();
        }
    }

    private static void paused(Member member, Duration time) {
        member.pause();
        try {
            pause(time);
        } finally {
            member.goOn();
        }
    }

    private static void startAgain(Member member) {
        member.start();
        member.awaitReady();
    }

    private static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }
}
