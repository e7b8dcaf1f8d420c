"""The bundled weights as an ordinary model folder: a BertModel and a Unigram tokenizer."""

import sys
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast
from transformers.utils.logging import disable_progress_bar

from embeddings.bundled_folder import UNREADABLE
from embeddings.bundled_weights import PackedWeights, Tensor, read_weights
from embeddings.errors import UnreadableWeights

_TOP = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_IN_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def write_model(weights: PackedWeights, folder: Path) -> None:
    """Writes model and tokenizer to `folder` in the layout of transformers."""
    disable_progress_bar()
    build_bert(weights).save_pretrained(folder)
    build_tokenizer(weights).save_pretrained(folder)


def build_bert(weights: PackedWeights) -> BertModel:
    """The network as a standard BertModel without pooling layer, in evaluation mode.

    Raises UnreadableWeights when tensors are missing, unknown or of the wrong size.
    """
    shape = weights.shape
    config = BertConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.feed_forward,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.token_types,
        layer_norm_eps=shape.epsilon,
        pad_token_id=1,
    )
    with torch.device("meta"):
        model = BertModel(config, add_pooling_layer=False)
    expected = model.state_dict()
    named = {_bert_name(name): values for name, values in weights.tensors.items()}
    if named.keys() != expected.keys():
        raise UnreadableWeights(f"other tensors than expected: {named.keys() ^ expected.keys()}")
    state = {name: _shaped(name, named[name], expected[name].shape) for name in expected}
    model.load_state_dict(state, assign=True)
    return model.eval()


def _bert_name(name: str) -> str:
    if name in _TOP:
        return _TOP[name]
    layer, part, kind = [*name.split("."), "", ""][:3]
    suffix = {"w": "weight", "b": "bias"}.get(kind, kind)
    return f"encoder.layer.{layer.removeprefix('l')}.{_IN_LAYER.get(part, part)}.{suffix}"


def _shaped(name: str, values: Tensor, shape: torch.Size) -> torch.Tensor:
    if values.size != shape.numel():
        raise UnreadableWeights(f"{name} has {values.size} values, not {shape.numel()}")
    return torch.from_numpy(values).reshape(shape)


def build_tokenizer(weights: PackedWeights) -> PreTrainedTokenizerFast:
    """The Unigram tokenizer of the model: NMT and NFKC, Metaspace, `<s> … </s>`."""
    tokenizer = Tokenizer(models.Unigram(weights.pieces, unk_id=weights.unknown_piece))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="always")]
    )
    ids = {name: tokenizer.token_to_id(name) for name in ("<s>", "</s>")}
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=list(ids.items())
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        model_max_length=weights.shape.positions,
        bos_token="<s>",
        cls_token="<s>",
        eos_token="</s>",
        sep_token="</s>",
        unk_token="<unk>",
        pad_token="<pad>",
        mask_token=AddedToken("<mask>", lstrip=True),
    )


def main(arguments: Sequence[str]) -> None:
    """The command `python -m embeddings.bundled_model WEIGHTS FOLDER`."""
    weights, folder = map(Path, arguments)
    try:
        write_model(read_weights(weights), folder)
    except UnreadableWeights as error:
        sys.stderr.write(str(error))
        sys.exit(UNREADABLE)


if __name__ == "__main__":
    main(sys.argv[1:])
