package io.shiplog.journal.streams;

import io.shiplog.journal.kafka.ClusterConfig;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.journal.view.StateView;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectRef;
import java.util.Collection;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The piece of topology by which one processor sees state topics: per resource a source {@code state-<resource>}, a store
 * {@code view-<resource>} that mirrors the topic, and a processor {@code take-<resource>} that forwards every record to the
 * processor that was asked for. State topics have one partition, so all of it is one task, and the processor's view is
 * the whole cluster.
 *
 * <p>When the processor is initialised, the stores hold each topic up to the offset that the application had committed;
 * what came later is forwarded to it. So it starts from {@link #restored} and applies what it is given.
 */
public final class ViewTopology {
    private static final String SOURCE = "state-";
    private static final String STORE = "view-";
    private static final String TAKE = "take-";

    private ViewTopology() {}

    /** Adds {@code processor} under {@code name}, fed with the state topics of {@code resources}. */
    public static <K, V> void add(
            Topology topology,
            ClusterConfig cluster,
            Collection<GroupResource> resources,
            String name,
            ProcessorSupplier<ObjectRef, StateRecord, K, V> processor) {
        var sorted = new TreeSet<>(resources);
        for (GroupResource resource : sorted) {
            topology.addReadOnlyStateStore(
                    ViewStore.builder(resource, STORE + resource),
                    SOURCE + resource,
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer(),
                    cluster.topic(StateRecordFormat.topic(resource)),
                    TAKE + resource,
                    forwarding(() -> new Take(resource)));
        }
        topology.addProcessor(
                name,
                processor,
                sorted.stream().map(resource -> TAKE + resource).toArray(String[]::new));
        topology.connectProcessorAndStateStores(
                name, sorted.stream().map(resource -> STORE + resource).toArray(String[]::new));
    }

    /** A view of what the stores hold; called from the processor's {@code init}. */
    public static StateView restored(ProcessorContext<?, ?> context, Collection<GroupResource> resources) {
        var view = new StateView(resources);
        for (GroupResource resource : resources) {
            ViewStore store = context.getStateStore(STORE + resource);
            store.records().forEach(view::apply);
        }
        return view;
    }

    /** Kafka Streams types these processors as ones that forward nothing, but their children get what they forward. */
    @SuppressWarnings("unchecked")
    private static ProcessorSupplier<byte[], byte[], Void, Void> forwarding(
            ProcessorSupplier<byte[], byte[], ObjectRef, StateRecord> supplier) {
        return (ProcessorSupplier<byte[], byte[], Void, Void>) (ProcessorSupplier<byte[], byte[], ?, ?>) supplier;
    }

    private static final class Take implements Processor<byte[], byte[], ObjectRef, StateRecord> {
        private final GroupResource resource;
        private @Nullable ProcessorContext<ObjectRef, StateRecord> context;

        Take(GroupResource resource) {
            this.resource = resource;
        }

        @Override
        public void init(ProcessorContext<ObjectRef, StateRecord> taskContext) {
            context = taskContext;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            ProcessorContext<ObjectRef, StateRecord> task = Objects.requireNonNull(context);
            StateRecord state = StateRecordFormat.read(resource, record.key(), record.value(), record.headers());
            ViewStore store = task.getStateStore(STORE + resource);
            store.put(state);
            task.forward(new Record<>(state.ref(), state, record.timestamp()));
        }
    }
}
