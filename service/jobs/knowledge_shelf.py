"""Keeps the knowledge items ready for the search, with the vectors of the present model."""

from embeddings.errors import InferenceUnavailable
from embeddings.inference import InferenceClient
from expert_registry.knowledge_search import KnowledgeSearch


def refresh_knowledge(client: InferenceClient, knowledge: KnowledgeSearch) -> int:
    """Embed what is new; give how much. While inference loads or is down it waits for later."""
    try:
        model_id = client.describe().model_id
        return knowledge.refresh(client.read_document, model_id) if model_id else 0
    except InferenceUnavailable:
        return 0
