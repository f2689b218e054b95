import java.io.File
import kotlin.reflect.KClass
import kotlin.reflect.KType
import kotlin.reflect.full.declaredMemberProperties
import kotlin.reflect.full.findAnnotation
import kotlin.reflect.full.primaryConstructor
import kotlinx.serialization.SerialName
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** The fields of the classes that models.txt names, as the compiler made them, as JSON. */
fun main() {
    val models = File("models.txt").readLines().map { Class.forName("plumbline.client.models.$it").kotlin }
    val classes = models.filterNot { it.java.isEnum }
    println(JsonObject(classes.associate { it.simpleName!! to JsonObject(fields(it)) }))
}

fun fields(model: KClass<*>): Map<String, JsonElement> = model.primaryConstructor!!.parameters.associate { made ->
    val property = model.declaredMemberProperties.single { it.name == made.name }
    // What may be left out has a default in its constructor, and is then null.
    check(!made.isOptional || made.type.isMarkedNullable) { "$model invents ${made.name}" }
    property.findAnnotation<SerialName>()!!.value to JsonPrimitive(shape(made.type))
}

fun shape(type: KType): String {
    val plain = when (val made = type.classifier as KClass<*>) {
        String::class -> "string"
        Int::class -> "integer"
        Double::class -> "number"
        Boolean::class -> "boolean"
        java.time.LocalDate::class -> "date"
        java.time.OffsetDateTime::class -> "time"
        JsonElement::class -> return "any"
        List::class -> "[${shape(type.arguments[0].type!!)}]"
        Map::class -> "{${shape(type.arguments[1].type!!)}}"
        else -> if (made.java.isEnum) cases(made.java) else made.simpleName!!
    }
    return if (type.isMarkedNullable) "$plain?" else plain
}

fun cases(made: Class<*>): String {
    val value = made.getMethod("getValue")
    return made.enumConstants.joinToString("|", "enum(", ")") { value.invoke(it).toString() }
}
