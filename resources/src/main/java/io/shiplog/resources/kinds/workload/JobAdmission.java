package io.shiplog.resources.kinds.workload;

import io.shiplog.resources.json.Members;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The labels and the selector that tie a Job's pods to it by its uid. */
public final class JobAdmission {
    private JobAdmission() {}

    public static void create(ObjectNode job, String uid) {
        ObjectNode spec = Members.object(job, "spec");
        if (spec.path("manualSelector").asBoolean(false)) {
            return;
        }
        ObjectNode labels = Members.object(Members.object(Members.object(spec, "template"), "metadata"), "labels");
        String name = job.path("metadata").path("name").asString("");
        for (String key : List.of(JobMarks.CONTROLLER_UID, JobMarks.OLD_CONTROLLER_UID)) {
            labels.put(key, uid);
        }
        for (String key : List.of(JobMarks.JOB_NAME, JobMarks.OLD_JOB_NAME)) {
            labels.put(key, name);
        }
        ObjectNode metadata = Members.object(job, "metadata");
        if (metadata.path("labels").isEmpty()) {
            metadata.set("labels", labels.deepCopy());
        }
        Members.object(Members.object(spec, "selector"), "matchLabels").put(JobMarks.CONTROLLER_UID, uid);
    }
}
