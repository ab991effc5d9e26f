package io.shiplog.reconcilers.cronjob;

import io.shiplog.objects.Decoder;
import io.shiplog.objects.ObjectFacts.Owner;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.conditions.StatusConditions;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.workload.Jobs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A Job as the CronJob that made it sees it. */
record OwnedJob(StoredObject stored, End end) {
    private static final Decoder<End> DECODER = new Decoder<>(End.class, End::read);

    /** Those that began first come first; those that have not begun come last. */
    static final Comparator<OwnedJob> OLDEST_FIRST = Comparator.<OwnedJob, Instant>comparing(
                    job -> job.end().started(), Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(job -> job.stored().key().name());

    /**
     * How far it has come.
     *
     * @param condition Complete or Failed, empty while it runs
     */
    record End(
            String condition,
            @Nullable Instant started,
            @Nullable Instant completed) {
        private static End read(byte[] json) {
            JsonNode status = Json.parse(json).path("status");
            String ended = "";
            for (String type : List.of("Complete", "Failed")) {
                ObjectNode condition = StatusConditions.find(status, type);
                if (condition != null && condition.path("status").asString("").equals("True")) {
                    ended = type;
                }
            }
            return new End(
                    ended,
                    Times.parse(status.path("startTime").asString("")),
                    Times.parse(status.path("completionTime").asString("")));
        }
    }

    /** The Jobs that a CronJob controls, in key order. */
    static List<OwnedJob> of(View view, StoredObject cronJob) {
        var jobs = new ArrayList<OwnedJob>();
        for (StoredObject owned : view.ownedBy(cronJob.uid())) {
            Owner controller = owned.facts().controller();
            if (owned.resource().equals(Jobs.RESOURCE)
                    && controller != null
                    && controller.uid().equals(cronJob.uid())) {
                jobs.add(new OwnedJob(owned, owned.facts(DECODER)));
            }
        }
        return jobs;
    }

    String name() {
        return stored.key().name();
    }

    boolean hasEnded() {
        return !end.condition().isEmpty();
    }
}
