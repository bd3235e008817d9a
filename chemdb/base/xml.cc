#include "chemdb/base/xml.h"

#include <algorithm>
#include <memory>

#include <expat.h>

#include "chemdb/base/concat.h"
#include "chemdb/base/limits.h"

namespace tidewaiter {
namespace {

// What the callbacks share. C calls them, so nothing is thrown: the first error is kept and the parser
// stopped.
struct Reading {
  XML_Parser parser = nullptr;
  XmlHandler* handler = nullptr;
  std::string text;
  size_t depth = 0;
  absl::Status status;      // the first error that is not expat's own
  std::string error_place;  // "line:column" of it

  uint64_t Line() const { return XML_GetCurrentLineNumber(parser); }
  std::string Place() const { return Concat(Line(), ":", XML_GetCurrentColumnNumber(parser) + 1); }
  void Fail(absl::Status error) {
    if (!status.ok()) return;
    status = std::move(error);
    error_place = Place();
    XML_StopParser(parser, XML_FALSE);
  }
  bool FlushText() {
    if (text.empty()) return true;
    absl::Status given = handler->Text(text);
    text.clear();
    if (given.ok()) return true;
    Fail(std::move(given));
    return false;
  }
};

void XMLCALL OnStart(void* data, const XML_Char* name, const XML_Char** attributes) {
  auto& reading = *static_cast<Reading*>(data);
  if (!reading.status.ok() || !reading.FlushText()) return;
  if (++reading.depth > limits::kXmlDepth) {
    return reading.Fail(
        absl::ResourceExhaustedError(Concat("elements nested deeper than ", limits::kXmlDepth)));
  }
  XmlHandler::Attributes list;
  for (; *attributes != nullptr; attributes += 2) {
    if (list.size() == limits::kXmlAttributes) {
      return reading.Fail(
          absl::ResourceExhaustedError(Concat("more than ", limits::kXmlAttributes, " attributes")));
    }
    list.emplace_back(attributes[0], attributes[1]);
  }
  if (absl::Status given = reading.handler->Start(name, list, reading.Line()); !given.ok())
    reading.Fail(given);
}

void XMLCALL OnEnd(void* data, const XML_Char* name) {
  auto& reading = *static_cast<Reading*>(data);
  if (!reading.status.ok() || !reading.FlushText()) return;
  --reading.depth;
  if (absl::Status given = reading.handler->End(name, reading.Line()); !given.ok()) reading.Fail(given);
}

void XMLCALL OnText(void* data, const XML_Char* text, int length) {
  auto& reading = *static_cast<Reading*>(data);
  if (!reading.status.ok()) return;
  if (reading.text.size() + static_cast<size_t>(length) > limits::kXmlTextBytes) {
    return reading.Fail(absl::ResourceExhaustedError(
        Concat("more than ", limits::kXmlTextBytes, " bytes of text in one place")));
  }
  reading.text.append(text, static_cast<size_t>(length));
}

void XMLCALL OnDoctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
  static_cast<Reading*>(data)->Fail(absl::InvalidArgumentError("a DOCTYPE, which is refused"));
}

}  // namespace

absl::Status ParseXml(std::string_view document, std::string_view file, XmlHandler& handler) {
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreate(nullptr),
                                                                            &XML_ParserFree);
  if (parser == nullptr) return absl::ResourceExhaustedError("no memory for an XML parser");
  Reading reading;
  reading.parser = parser.get();
  reading.handler = &handler;
  XML_SetUserData(parser.get(), &reading);
  XML_SetElementHandler(parser.get(), OnStart, OnEnd);
  XML_SetCharacterDataHandler(parser.get(), OnText);
  XML_SetStartDoctypeDeclHandler(parser.get(), OnDoctype);

  // In pieces, because expat takes an int.
  constexpr size_t kPiece = size_t{1} << 20;
  for (size_t begin = 0;;) {
    const size_t length = std::min(kPiece, document.size() - begin);
    const bool last = begin + length == document.size();
    const XML_Status parsed =
        XML_Parse(parser.get(), document.data() + begin, static_cast<int>(length), last);
    if (parsed == XML_STATUS_ERROR || !reading.status.ok()) {
      if (!reading.status.ok()) {
        return absl::Status(reading.status.code(),
                            Concat(file, ":", reading.error_place, ": ", reading.status.message()));
      }
      return absl::InvalidArgumentError(
          Concat(file, ":", reading.Place(), ": ", XML_ErrorString(XML_GetErrorCode(parser.get()))));
    }
    if (last) return absl::OkStatus();
    begin += length;
  }
}

}  // namespace tidewaiter
