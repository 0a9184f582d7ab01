package io.github.kubecluster.dask;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.apache.arrow.flatbuf.Date;
import org.apache.arrow.flatbuf.DateUnit;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;
import org.jspecify.annotations.Nullable;

/** Reads tables from streams of Arrow's format, as {@code arrow} of {@code remote.py} writes them. */
final class ArrowReader {
    private final ByteBuffer in;
    private final List<Field> fields = new ArrayList<>();
    private final List<List<@Nullable Object>> columns = new ArrayList<>();
    private int rows;

    private ArrowReader(byte[] stream) {
        in = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
    }

    static Table table(byte[] stream) throws MalformedMessageException {
        try {
            return new ArrowReader(stream).read();
        } catch (IndexOutOfBoundsException | IllegalArgumentException | BufferUnderflowException e) {
            throw new MalformedMessageException("it sent a malformed table: " + e.getMessage(), e);
        }
    }

    private Table read() {
        while (in.remaining() >= 2 * Integer.BYTES && in.getInt() == ArrowWriter.CONTINUATION) {
            int length = in.getInt();
            if (length == 0) {
                break;
            }
            Message message = Message.getRootAsMessage(take(length));
            ByteBuffer body = take(Math.toIntExact(message.bodyLength()));
            if (message.headerType() == MessageHeader.Schema) {
                readSchema((Schema) header(message, new Schema()));
            } else if (message.headerType() == MessageHeader.RecordBatch) {
                readBatch((RecordBatch) header(message, new RecordBatch()), body);
            }
        }
        Map<String, List<@Nullable Object>> table = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            List<@Nullable Object> column = columns.get(i);
            table.put(
                    String.valueOf(fields.get(i).name()),
                    column instanceof TableColumn.Elements ? column : Collections.unmodifiableList(column));
        }
        return new Table(table, rows);
    }

    private static com.google.flatbuffers.Table header(Message message, com.google.flatbuffers.Table header) {
        com.google.flatbuffers.Table found = message.header(header);
        if (found == null) {
            throw new IllegalArgumentException("a message without its header");
        }
        return found;
    }

    private ByteBuffer take(int length) {
        ByteBuffer part = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.position() + length);
        return part;
    }

    private void readSchema(Schema schema) {
        for (int i = 0; i < schema.fieldsLength(); i++) {
            fields.add(schema.fields(i));
            columns.add(new ArrayList<>());
        }
    }

    private void readBatch(RecordBatch batch, ByteBuffer body) {
        int length = Math.toIntExact(batch.length());
        int[] next = {0};
        for (int i = 0; i < fields.size(); i++) {
            ByteBuffer present = buffer(batch, next[0]++, body);
            IntFunction<@Nullable Object> values = values(fields.get(i), () -> buffer(batch, next[0]++, body));
            boolean all = batch.nodes(i).nullCount() == 0;
            if (rows == 0 && all && isReal(fields.get(i))) {
                double[] reals = new double[length];
                buffer(batch, next[0] - 1, body).asDoubleBuffer().get(reals);
                columns.set(i, new TableColumn.Elements(reals));
                continue;
            }
            List<@Nullable Object> column = new ArrayList<>(columns.get(i));
            columns.set(i, column);
            for (int row = 0; row < length; row++) {
                column.add(all || bit(present, row) ? values.apply(row) : null);
            }
        }
        rows += length;
    }

    private static boolean isReal(Field field) {
        return field.typeType() == Type.FloatingPoint
                && ((FloatingPoint) type(field, new FloatingPoint())).precision() == Precision.DOUBLE;
    }

    private static ByteBuffer buffer(RecordBatch batch, int index, ByteBuffer body) {
        int offset = Math.toIntExact(batch.buffers(index).offset());
        return body.slice(offset, Math.toIntExact(batch.buffers(index).length()))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /** @param buffers takes the next one of the batch */
    private static IntFunction<@Nullable Object> values(Field field, Supplier<ByteBuffer> buffers) {
        ByteBuffer first = buffers.get();
        switch (field.typeType()) {
            case Type.Int -> {
                Int type = (Int) type(field, new Int());
                ElementType element = ElementType.of("<" + (type.isSigned() ? "i" : "u") + type.bitWidth() / Byte.SIZE);
                return row -> element.longAt(first, row * element.bytes());
            }
            case Type.FloatingPoint -> {
                boolean single = ((FloatingPoint) type(field, new FloatingPoint())).precision() == Precision.SINGLE;
                return single
                        ? row -> (double) first.getFloat(row * Float.BYTES)
                        : row -> first.getDouble(row * Double.BYTES);
            }
            case Type.Bool -> {
                return row -> bit(first, row);
            }
            case Type.Utf8 -> {
                ByteBuffer texts = buffers.get();
                return row -> text(texts, first.getInt(row * Integer.BYTES), first.getInt((row + 1) * Integer.BYTES));
            }
            case Type.LargeUtf8 -> {
                ByteBuffer texts = buffers.get();
                return row -> text(
                        texts,
                        Math.toIntExact(first.getLong(row * Long.BYTES)),
                        Math.toIntExact(first.getLong((row + 1) * Long.BYTES)));
            }
            case Type.Date -> {
                boolean days = ((Date) type(field, new Date())).unit() == DateUnit.DAY;
                return days
                        ? row -> LocalDate.ofEpochDay(first.getInt(row * Integer.BYTES))
                        : row -> LocalDate.ofEpochDay(first.getLong(row * Long.BYTES) / 86_400_000);
            }
            case Type.Timestamp -> {
                Timestamp type = (Timestamp) type(field, new Timestamp());
                return times(first, type.unit(), type.timezone());
            }
            case Type.Duration -> {
                short unit = ((org.apache.arrow.flatbuf.Duration) type(field, new org.apache.arrow.flatbuf.Duration()))
                        .unit();
                return row -> duration(first.getLong(row * Long.BYTES), unit);
            }
            default ->
                throw new IllegalArgumentException(
                        "column \"" + field.name() + "\" is of the unknown type " + Type.name(field.typeType()));
        }
    }

    private static IntFunction<@Nullable Object> times(ByteBuffer values, short unit, @Nullable String zone) {
        IntFunction<Instant> instants = row -> Instant.EPOCH.plus(duration(values.getLong(row * Long.BYTES), unit));
        if (zone == null) {
            return row -> LocalDateTime.ofInstant(instants.apply(row), ZoneOffset.UTC);
        }
        ZoneId id = ZoneId.of(zone);
        return row -> instants.apply(row).atZone(id).toOffsetDateTime();
    }

    /** @param unit one of Arrow's: seconds, milliseconds, microseconds, nanoseconds */
    private static Duration duration(long count, short unit) {
        long perSecond = (long) Math.pow(1_000, unit);
        return Duration.ofSeconds(
                Math.floorDiv(count, perSecond), Math.floorMod(count, perSecond) * (1_000_000_000 / perSecond));
    }

    private static com.google.flatbuffers.Table type(Field field, com.google.flatbuffers.Table type) {
        com.google.flatbuffers.Table found = field.type(type);
        if (found == null) {
            throw new IllegalArgumentException("column \"" + field.name() + "\" has no type");
        }
        return found;
    }

    private static String text(ByteBuffer texts, int from, int to) {
        byte[] bytes = new byte[to - from];
        texts.get(from, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static boolean bit(ByteBuffer bits, int index) {
        return (bits.get(index / Byte.SIZE) >> (index % Byte.SIZE) & 1) == 1;
    }
}
