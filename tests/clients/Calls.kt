import java.io.File
import kotlinx.serialization.encodeToString
import okhttp3.OkHttpClient
import plumbline.client.apis.*
import plumbline.client.infrastructure.Serializer.kotlinxSerializationJson
import plumbline.client.models.*

val url: String = System.getenv("PLUMBLINE_URL")
var sent = ByteArray(0)
val client: OkHttpClient = OkHttpClient.Builder().addInterceptor { chain ->
    // The generator leaves out of Accept what is neither JSON nor plain text.
    val only = chain.request().header("Accept") == "application/problem+json"
    val request = if (only) chain.request().newBuilder().header("Accept", "*/*").build() else chain.request()
    chain.proceed(request).also { sent = it.peekBody(Long.MAX_VALUE).bytes() }
}.build()

inline fun <reified T> decoded(json: String): T = kotlinxSerializationJson.decodeFromString(json)

inline fun <reified T> keep(name: String, read: T) {
    File("$name.sent").writeBytes(sent)
    File("$name.read").writeBytes(
        when (read) {
            is File -> read.readBytes()
            is String -> read.encodeToByteArray()
            else -> kotlinxSerializationJson.encodeToString(read).encodeToByteArray()
        }
    )
}

// What follows is written from the document.
