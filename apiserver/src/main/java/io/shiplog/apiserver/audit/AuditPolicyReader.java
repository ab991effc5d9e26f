package io.shiplog.apiserver.audit;

import io.shiplog.apiserver.audit.AuditPolicy.Resources;
import io.shiplog.apiserver.audit.AuditPolicy.Rule;
import io.shiplog.apiserver.audit.AuditPolicy.What;
import io.shiplog.apiserver.audit.AuditPolicy.Who;
import io.shiplog.resources.json.Json;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads an audit policy, {@code audit.k8s.io/v1} in YAML or JSON, and refuses what upstream (v1.34.2) refuses. Unknown
 * members are skipped, as there. Pure.
 */
public final class AuditPolicyReader {
    private AuditPolicyReader() {}

    /** @throws IllegalArgumentException when it is no policy; names all that is wrong with it */
    public static AuditPolicy read(byte[] yaml) {
        ObjectNode policy = Json.parseYaml(yaml);
        List<String> wrong = new ArrayList<>();
        if (!policy.path("apiVersion").asString("").equals("audit.k8s.io/v1")
                || !policy.path("kind").asString("").equals("Policy")) {
            wrong.add("it is no Policy of audit.k8s.io/v1");
        }
        List<Rule> rules = new ArrayList<>();
        for (JsonNode rule : policy.path("rules")) {
            rules.add(rule(policy, rule, "rules[" + rules.size() + "]", wrong));
        }
        if (rules.isEmpty()) {
            wrong.add("it has no rules");
        }
        Set<AuditStage> omitted = stages(policy, "omitStages", wrong);
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("the audit policy cannot be used: " + String.join("; ", wrong));
        }
        return new AuditPolicy(rules, omitted);
    }

    private static Rule rule(ObjectNode policy, JsonNode rule, String at, List<String> wrong) {
        String word = rule.path("level").asString("");
        Optional<AuditLevel> level = AuditLevel.of(word);
        if (level.isEmpty()) {
            wrong.add(at + ".level is '" + word + "', not None, Metadata, Request or RequestResponse");
        }
        List<String> urls = texts(rule, "nonResourceURLs");
        List<String> namespaces = texts(rule, "namespaces");
        List<Resources> resources = list(rule, "resources", each -> resources(each, at, wrong));
        if (!urls.isEmpty() && (!resources.isEmpty() || !namespaces.isEmpty())) {
            wrong.add(at + " has nonResourceURLs beside resources or namespaces");
        }
        for (String url : urls) {
            boolean star = url.indexOf('*') >= 0 && url.indexOf('*') < url.length() - 1;
            if (!url.equals("*") && (!url.startsWith("/") || star)) {
                wrong.add(at + ".nonResourceURLs has '" + url + "', which does not begin with a slash, or has a star"
                        + " that is not its end");
            }
        }
        return new Rule(
                level.orElse(AuditLevel.NONE),
                new Who(texts(rule, "users"), texts(rule, "userGroups")),
                new What(texts(rule, "verbs"), resources, namespaces, urls),
                stages(rule, at + ".omitStages", wrong),
                rule.path("omitManagedFields")
                        .asBoolean(policy.path("omitManagedFields").asBoolean(false)));
    }

    private static Resources resources(JsonNode each, String at, List<String> wrong) {
        Resources resources =
                new Resources(each.path("group").asString(""), texts(each, "resources"), texts(each, "resourceNames"));
        if (!resources.group().matches("([a-z0-9]([-a-z0-9.]*[a-z0-9])?)?")) {
            wrong.add(at + ".resources has the group '" + resources.group() + "'");
        }
        if (resources.resources().isEmpty() && !resources.names().isEmpty()) {
            wrong.add(at + ".resources has resourceNames without resources");
        }
        return resources;
    }

    private static Set<AuditStage> stages(JsonNode of, String at, List<String> wrong) {
        Set<AuditStage> stages = EnumSet.noneOf(AuditStage.class);
        for (String word : texts(of, "omitStages")) {
            AuditStage.of(word)
                    .ifPresentOrElse(stages::add, () -> wrong.add(at + " has '" + word + "', which is no stage"));
        }
        return stages;
    }

    private static List<String> texts(JsonNode of, String member) {
        return list(of, member, node -> node.asString(""));
    }

    private static <T> List<T> list(JsonNode of, String member, Function<JsonNode, T> read) {
        List<T> list = new ArrayList<>();
        of.path(member).forEach(node -> list.add(read.apply(node)));
        return list;
    }
}
