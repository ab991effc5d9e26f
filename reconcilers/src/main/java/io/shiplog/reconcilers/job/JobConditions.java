package io.shiplog.reconcilers.job;

import io.shiplog.resources.conditions.StatusConditions;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.json.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The conditions in a Job's status (batch/v1, v1.34). */
final class JobConditions {
    static final String COMPLETE = "Complete";
    static final String FAILED = "Failed";

    /** Stands before Complete, while pods still end. */
    static final String SUCCESS_CRITERIA_MET = "SuccessCriteriaMet";

    /** Stands before Failed, while pods still end. */
    static final String FAILURE_TARGET = "FailureTarget";

    private static final String SUSPENDED = "Suspended";

    private JobConditions() {}

    /** Why a Job ends. */
    record Ending(boolean success, String reason, String message) {
        static Ending failure(String reason, String message) {
            return new Ending(false, reason, message);
        }

        static Ending success(String reason, String message) {
            return new Ending(true, reason, message);
        }

        private String interim() {
            return success ? SUCCESS_CRITERIA_MET : FAILURE_TARGET;
        }
    }

    static boolean isFinished(JsonNode status) {
        return isTrue(status, COMPLETE) || isTrue(status, FAILED);
    }

    /** The ending that the status has decided on, null while the Job goes on. */
    static @Nullable Ending decided(JsonNode status) {
        for (boolean success : new boolean[] {true, false}) {
            String type = success ? SUCCESS_CRITERIA_MET : FAILURE_TARGET;
            ObjectNode condition = StatusConditions.find(status, type);
            if (condition != null && isTrue(status, type)) {
                return new Ending(
                        success,
                        condition.path("reason").asString(""),
                        condition.path("message").asString(""));
            }
        }
        return null;
    }

    /** Says that the Job is about to end, unless it says so already. */
    static void aboutTo(ObjectNode status, Ending ending, Instant now) {
        if (!isTrue(status, ending.interim())) {
            put(status, ending.interim(), "True", ending.reason(), ending.message(), now);
        }
    }

    /** Says that the Job has ended. */
    static void ended(ObjectNode status, Ending ending, Instant now) {
        put(status, ending.success() ? COMPLETE : FAILED, "True", ending.reason(), ending.message(), now);
        if (ending.success()) {
            status.put("completionTime", Times.text(now));
        }
    }

    /** Says whether the Job is suspended, and returns whether that is news. One that never was does not say so. */
    static boolean suspended(ObjectNode status, boolean suspended, Instant now) {
        ObjectNode known = StatusConditions.find(status, SUSPENDED);
        String wanted = suspended ? "True" : "False";
        boolean news =
                known == null ? suspended : !known.path("status").asString("").equals(wanted);
        if (news) {
            put(
                    status,
                    SUSPENDED,
                    wanted,
                    suspended ? "JobSuspended" : "JobResumed",
                    suspended ? "Job suspended" : "Job resumed",
                    now);
        }
        return news;
    }

    private static boolean isTrue(JsonNode status, String type) {
        ObjectNode condition = StatusConditions.find(status, type);
        return condition != null && condition.path("status").asString("").equals("True");
    }

    private static void put(ObjectNode status, String type, String value, String reason, String message, Instant now) {
        String time = Times.text(now);
        StatusConditions.put(
                status,
                Json.object()
                        .put("type", type)
                        .put("status", value)
                        .put("lastProbeTime", time)
                        .put("lastTransitionTime", time)
                        .put("reason", reason)
                        .put("message", message));
    }
}
