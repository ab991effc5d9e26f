package io.shiplog.journal.kafka.access;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What a principal may do with topics or consumer groups. Pure.
 *
 * @param on topics or groups
 * @param pattern whether {@code name} is the whole name or how names begin
 * @param operations without those that another one implies, such as describing by reading
 */
public record Right(ResourceType on, PatternType pattern, String name, List<AclOperation> operations) {
    public Right {
        operations = operations.stream().sorted(Comparator.naturalOrder()).toList();
    }

    static Right topic(String name, AclOperation... operations) {
        return new Right(ResourceType.TOPIC, PatternType.LITERAL, name, Arrays.asList(operations));
    }

    static Right topics(String prefix, AclOperation... operations) {
        return new Right(ResourceType.TOPIC, PatternType.PREFIXED, prefix, Arrays.asList(operations));
    }

    static Right groups(String prefix, AclOperation... operations) {
        return new Right(ResourceType.GROUP, PatternType.PREFIXED, prefix, Arrays.asList(operations));
    }

    /** Kafka's entries that grant it to a principal, wherever that connects from. */
    public List<AclBinding> bindings(Principal principal) {
        var resource = new ResourcePattern(on, name, pattern);
        return operations.stream()
                .map(operation -> new AclBinding(
                        resource,
                        new AccessControlEntry("User:" + principal.user(), "*", operation, AclPermissionType.ALLOW)))
                .toList();
    }

    /**
     * The command of Kafka's own tool that grants it, with Kafka's address and administrator as variables of the shell.
     */
    public String command(Principal principal) {
        String what = on == ResourceType.TOPIC ? "--topic" : "--group";
        return "kafka-acls.sh --bootstrap-server \"$BOOTSTRAP\" --command-config \"$ADMIN\" --add --allow-principal User:%s%s --resource-pattern-type %s %s %s"
                .formatted(
                        principal.user(),
                        operations.stream()
                                .map(operation -> " --operation " + spelled(operation))
                                .collect(Collectors.joining()),
                        pattern == PatternType.LITERAL ? "literal" : "prefixed",
                        what,
                        name);
    }

    /** Kafka's tool spells them so. */
    private static String spelled(AclOperation operation) {
        return Arrays.stream(operation.name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining());
    }
}
