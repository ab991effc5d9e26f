package io.shiplog.reconcilers.materializer;

import io.shiplog.journal.kafka.ClusterConfig;
import io.shiplog.journal.streams.StateRecordFormat;
import io.shiplog.objects.GroupResource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The state topics of a cluster, from resource to topic and back. Immutable. */
final class StateTopicNames {
    private final Map<String, GroupResource> resources = new HashMap<>();
    private final Map<GroupResource, String> topics = new HashMap<>();

    StateTopicNames(ClusterConfig cluster, Collection<GroupResource> catalogue) {
        for (GroupResource resource : catalogue) {
            String topic = cluster.topic(StateRecordFormat.topic(resource));
            resources.put(topic, resource);
            topics.put(resource, topic);
        }
    }

    /** The topic of a resource; an {@link IllegalArgumentException} when the catalogue does not have it. */
    String topic(GroupResource resource) {
        String topic = topics.get(resource);
        if (topic == null) {
            throw new IllegalArgumentException("the catalogue has no resource " + resource);
        }
        return topic;
    }

    /** The resource of a topic; an {@link IllegalArgumentException} when it is none of the state topics. */
    GroupResource resource(String topic) {
        GroupResource resource = resources.get(topic);
        if (resource == null) {
            throw new IllegalArgumentException(topic + " is not a state topic of this cluster");
        }
        return resource;
    }
}
