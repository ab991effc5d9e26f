package io.shiplog.resources.validation;

import static io.shiplog.resources.testing.Objects.kind;
import static io.shiplog.resources.testing.Objects.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.resources.FieldError;
import io.shiplog.resources.admission.Admission;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** What kube-apiserver v1.34.2 answered to Jobs and CronJobs that say too little, too much, or something else. */
class JobRulesTest {
    private static final String TEMPLATE =
            "template: {spec: {restartPolicy: Never, containers: [{name: m, image: b}]}}";
    private static final String INDEXED = "completionMode: Indexed, completions: 3, ";

    private static ObjectNode made(String resource, String name, String spec) {
        return Admission.prepareForCreate(
                kind(resource),
                yaml("{metadata: {name: " + name + ", namespace: ns}, spec: {" + spec + "}}"),
                Instant.EPOCH,
                () -> "uid");
    }

    private static ObjectNode job(String spec) {
        return made("jobs.batch", "j", spec + TEMPLATE);
    }

    private static String faults(ObjectNode job) {
        return FieldError.aggregate(Validation.create(kind("jobs.batch"), job));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "completionMode: Indexed, completions: 5, parallelism: 100001, | spec.parallelism: Invalid value: 100001: must be less than or equal to 100000 when completion mode is Indexed",
                "completionMode: Indexed, parallelism: 1, | spec.completions: Required value: when completion mode is Indexed",
                "backoffLimitPerIndex: 1, | spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode",
                "maxFailedIndexes: 1, | [spec.backoffLimitPerIndex: Required value: when maxFailedIndexes is specified, spec.maxFailedIndexes: Invalid value: 1: requires indexed completion mode]",
                "completionMode: Indexed, completions: 5, backoffLimitPerIndex: 1, maxFailedIndexes: 6, | spec.maxFailedIndexes: Invalid value: 6: must be less than or equal to completions",
                "completionMode: Indexed, completions: 200000, backoffLimitPerIndex: 1, | spec.maxFailedIndexes: Required value: must be specified when completions is above 100000",
                "managedBy: foo, | spec.managedBy: Invalid value: \"foo\": must be a domain-prefixed path (such as \"acme.io/foo\")",
                "podFailurePolicy: {rules: [{action: FailJob}]}, | spec.podFailurePolicy.rules[0]: Invalid value: specifying one of OnExitCodes and OnPodConditions is required",
                "podFailurePolicy: {rules: [{action: FailIndex, onExitCodes: {operator: In, values: [1]}}]}, | spec.podFailurePolicy.rules[0].action: Invalid value: \"FailIndex\": requires the backoffLimitPerIndex to be set",
                "podFailurePolicy: {rules: [{action: Ignore, onExitCodes: {operator: In, values: [0]}}]}, podReplacementPolicy: TerminatingOrFailed, | [spec.podFailurePolicy.rules[0].onExitCodes.values[0]: Invalid value: 0: must not be 0 for the In operator, spec.podReplacementPolicy: Unsupported value: \"TerminatingOrFailed\": supported values: \"Failed\"]",
                "completionMode: Indexed, completions: 3, successPolicy: {rules: []}, | spec.successPolicy.rules: Required value: at least one rules must be specified when the successPolicy is specified",
                "completionMode: Indexed, completions: 3, successPolicy: {rules: [{succeededIndexes: 0-5}, {succeededIndexes: '2,1'}, {succeededCount: 9}, {}, {succeededIndexes: '0', succeededCount: 2}]}, | [spec.successPolicy.rules[0].succeededIndexes: Invalid value: \"0-5\": error parsing succeededIndexes: too large index: \"5\", spec.successPolicy.rules[1].succeededIndexes: Invalid value: \"2,1\": error parsing succeededIndexes: non-increasing order, previous: 2, current: 1, spec.successPolicy.rules[2].succeededCount: Invalid value: 9: must be less than or equal to 3 (the number of specified completions), spec.successPolicy.rules[3]: Required value: at least one of succeededCount or succeededIndexes must be specified, spec.successPolicy.rules[4].succeededCount: Invalid value: 2: must be less than or equal to 1 (the number of indexes in the specified succeededIndexes field)]",
                "manualSelector: true, | [spec.selector: Required value, spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`]",
            })
    void saysWhatIsWrongWithAJob(String spec, String message) {
        assertThat(faults(job(spec + " "))).isEqualTo(message);
    }

    @Test
    void aJobsPodsAreNamedByIndexAsHosts() {
        String name = "d".repeat(62);
        assertThat(faults(made("jobs.batch", name, "completionMode: Indexed, completions: 10, " + TEMPLATE)))
                .isEqualTo("metadata.name: Invalid value: \"" + name
                        + "\": will not able to create pod with invalid DNS label: " + name + "-9");
    }

    @Test
    void aPolicyAboutFailuresNeedsPodsThatAreNotRestarted() {
        String policy = "podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator: In, values: [1]}}]}, ";
        assertThat(faults(made("jobs.batch", "j", policy + TEMPLATE.replace("Never", "OnFailure"))))
                .isEqualTo("spec.template.spec.restartPolicy: Invalid value: \"OnFailure\": only \"Never\" is supported"
                        + " when podFailurePolicy is specified");
    }

    @Test
    void aConditionOfAPolicyIsTrueUnlessItSaysOtherwise() {
        ObjectNode job =
                job("podFailurePolicy: {rules: [{action: Ignore, onPodConditions: [{type: DisruptionTarget}]}]}, ");
        assertThat(Validation.create(kind("jobs.batch"), job)).isEmpty();
        assertThat(job.at("/spec/podFailurePolicy/rules/0/onPodConditions/0/status")
                        .asString())
                .isEqualTo("True");
    }

    @Test
    void aJobHasTheLabelsOfItsTemplate() {
        assertThat(job("").at("/metadata/labels").propertyNames())
                .containsExactlyInAnyOrder(
                        "batch.kubernetes.io/controller-uid",
                        "controller-uid",
                        "batch.kubernetes.io/job-name",
                        "job-name");
    }

    private static String changed(String spec, String to) {
        ObjectNode old = job(spec);
        return FieldError.aggregate(Validation.update(kind("jobs.batch"), merged(old, to), old));
    }

    private static ObjectNode merged(ObjectNode old, String to) {
        ObjectNode next = old.deepCopy();
        yaml("{" + to + "}")
                .properties()
                .forEach(part -> part.getValue()
                        .properties()
                        .forEach(member -> next.withObject(part.getKey()).set(member.getKey(), member.getValue())));
        return next;
    }

    @Test
    void onlyAnIndexedJobIsElastic() {
        assertThat(changed("", "spec: {completions: 4}"))
                .isEqualTo("spec.completions: Invalid value: 4: field is immutable");
        assertThat(changed(INDEXED, "spec: {completions: 5}"))
                .isEqualTo("spec.completions: Invalid value: 5: can only be modified in tandem with spec.parallelism");
        assertThat(changed(INDEXED, "spec: {completions: 5, parallelism: 5}")).isEqualTo("[]");
    }

    @Test
    void whatDecidesAboutItsPodsStaysAsItIs() {
        assertThat(changed("", "spec: {managedBy: example.com/x}"))
                .isEqualTo("spec.managedBy: Invalid value: \"example.com/x\": field is immutable");
        assertThat(changed("", "spec: {parallelism: 4, backoffLimit: 3, activeDeadlineSeconds: 4, suspend: true}"))
                .isEqualTo("[]");
    }

    @Test
    void whereItsPodsGoMayChangeUntilASuspendedJobHasStarted() {
        ObjectNode old = job("suspend: true, ");
        ObjectNode next = old.deepCopy();
        ObjectNode template = next.withObject("spec").withObject("template");
        template.withObject("spec").putObject("nodeSelector").put("a", "b");
        template.withObject("metadata").putObject("annotations").put("x", "y");
        assertThat(Validation.update(kind("jobs.batch"), next, old)).isEmpty();
        old.withObject("status").put("startTime", "2026-01-01T00:00:00Z");
        next.withObject("status").put("startTime", "2026-01-01T00:00:00Z");
        assertThat(Validation.update(kind("jobs.batch"), next, old))
                .singleElement()
                .extracting(FieldError::field)
                .isEqualTo("spec.template");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "conditions: [{type: Complete, status: 'True'}] | [status.completionTime: Required value: completionTime is required for Complete jobs, status.conditions: Invalid value: cannot set Complete=True condition without the SuccessCriteriaMet=true condition, status.startTime: Required value: startTime is required for finished job]",
                "completionTime: '2026-01-01T00:00:00Z' | status.completionTime: Invalid value: \"2026-01-01T00:00:00Z\": cannot set completionTime when there is no Complete=True condition",
                "active: -1, ready: 5 | [status.active: Invalid value: -1: must be greater than or equal to 0, status.ready: Invalid value: 5: cannot set more ready pods than active]",
            })
    void aStatusHangsTogether(String status, String message) {
        assertThat(changed("", "status: {" + status + "}")).isEqualTo(message);
    }

    private static String cron(String spec) {
        ObjectNode cron = made(
                "cronjobs.batch",
                "c",
                (spec.contains("schedule") ? "" : "schedule: '* * * * *', ") + spec + " jobTemplate: {spec: {"
                        + TEMPLATE + "}}");
        return FieldError.aggregate(Validation.create(kind("cronjobs.batch"), cron));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "schedule: 'TZ=UTC 0 0 * * *', | spec.schedule: Invalid value: \"TZ=UTC 0 0 * * *\": cannot use TZ or CRON_TZ in schedule, use timeZone field instead",
                "schedule: '61 * * * *', | spec.schedule: Invalid value: \"61 * * * *\": end of range (61) above maximum (59): 61",
                "timeZone: '', | spec.timeZone: Invalid value: \"\": timeZone must be nil or non-empty string",
                "timeZone: local, | [spec.timeZone: Invalid value: \"local\": timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones, spec.timeZone: Invalid value: \"local\": unknown time zone local]",
                "timeZone: Mars/Base, | spec.timeZone: Invalid value: \"Mars/Base\": unknown time zone Mars/Base",
            })
    void saysWhatIsWrongWithACronJob(String spec, String message) {
        assertThat(cron(spec)).isEqualTo(message);
    }

    @Test
    void aCronJobsTemplateLeavesTheSelectorToTheJob() {
        ObjectNode cron = made(
                "cronjobs.batch",
                "c",
                "schedule: '@daily', jobTemplate: {spec: {manualSelector: true, selector: {matchLabels: {a: b}}, "
                        + TEMPLATE + "}}");
        assertThat(FieldError.aggregate(Validation.create(kind("cronjobs.batch"), cron)))
                .isEqualTo(
                        "[spec.jobTemplate.spec.selector: Invalid value: {\"matchLabels\":{\"a\":\"b\"}}: `selector` will"
                                + " be auto-generated, spec.jobTemplate.spec.manualSelector: Unsupported value: true: supported"
                                + " values: \"nil\", \"false\"]");
    }
}
