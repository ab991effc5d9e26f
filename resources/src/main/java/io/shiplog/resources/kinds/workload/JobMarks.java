package io.shiplog.resources.kinds.workload;

/** The labels, annotations and the finalizer by which a Job and its pods know each other (batch/v1, v1.34). */
public final class JobMarks {
    /** Holds a pod until its Job has counted how it ended. */
    public static final String TRACKING = "batch.kubernetes.io/job-tracking";

    /** Label and annotation of an Indexed Job's pod: which index it works on. */
    public static final String COMPLETION_INDEX = "batch.kubernetes.io/job-completion-index";

    /** How often the pods before this one failed at its index. */
    public static final String INDEX_FAILURES = "batch.kubernetes.io/job-index-failure-count";

    /** How many of those failures a rule of the pod failure policy said to ignore. */
    public static final String INDEX_IGNORED_FAILURES = "batch.kubernetes.io/job-index-ignored-failure-count";

    /** The controller that {@code spec.managedBy} names when it is the cluster's own. */
    public static final String CONTROLLER = "kubernetes.io/job-controller";

    static final String CONTROLLER_UID = "batch.kubernetes.io/controller-uid";
    static final String OLD_CONTROLLER_UID = "controller-uid";
    static final String JOB_NAME = "batch.kubernetes.io/job-name";
    static final String OLD_JOB_NAME = "job-name";

    private JobMarks() {}
}
